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
