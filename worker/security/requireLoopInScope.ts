import type { Scope } from '../../shared/api/rights.ts'
import { readRunId } from '../../shared/engine/runTerms.ts'
import { ProblemException } from '../http/problem.ts'

/** Where anyone may go whose credential is narrowed to loops: what it says of itself, and away. */
const ownSession = '/api/session'

/**
 * Lets a credential that is narrowed to loops go only where the address names one of them, or a run or an approval of it. What spans loops
 * is closed to it, and so is what belongs to the workspace.
 */
export function requireLoopInScope({ loops }: Scope, pattern: string, path: string): void {
  if (loops === undefined || pattern === ownSession) return
  const named = loopsNamed(pattern, path)
  if (named.length > 0 && named.every((loop) => loop !== null && loops.includes(loop))) return
  throw new ProblemException('forbidden', `This token is only for ${loops.join(', ')}, and runs of it.`)
}

/** The loops that an address names; null for a part that names a loop of which nobody can say which. */
function loopsNamed(pattern: string, path: string): (string | null)[] {
  const parts = path.split('/')
  return pattern.split('/').flatMap((name, place) => {
    const part = decoded(parts[place] ?? '')
    if (name === ':loop') return [part]
    if (name === ':run') return [loopOfRun(part)]
    // An approval’s id begins with its run’s.
    if (name === ':approval') return [loopOfRun(part?.replace(/\.\d+$/, '') ?? null)]
    return []
  })
}

/** As the router decodes a parameter; null for what it can’t. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

const loopOfRun = (run: string | null) => (run === null ? null : (readRunId(run)?.loop ?? null))
