import { ProblemException } from './problem.ts'

/** The revision that `If-Match` names. Without one, nobody could tell that a save overwrites another. */
export function requireRevision(ifMatch: string | undefined): number {
  if (ifMatch === undefined)
    throw new ProblemException('precondition-required', 'Send If-Match with the revision that you edited.')
  const revision = /^\s*(?:W\/)?"?(\d{1,15})"?\s*$/.exec(ifMatch)?.[1]
  if (revision === undefined)
    throw new ProblemException('revision-stale', 'If-Match names no revision: it looks like "7".')
  return Number(revision)
}

/**
 * Whether what has this tag may be changed by who sends that `If-Match`: anybody without one. Proxies that compress make tags weak, so
 * a weak one counts like a strong one.
 */
export function meets(ifMatch: string | undefined, tag: string): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return true
  return ifMatch.split(',').some((each) => each.trim().replace(/^W\//, '') === tag)
}
