import { LoopName } from '../../shared/graph/ids.ts'
import { ProblemException } from '../http/problem.ts'

/** A loop's name from an address. What can't be one names no loop, and no object is asked. */
export function requireLoopName(name: string): string {
  if (LoopName.safeParse(name).success) return name
  throw new ProblemException('loop-not-found', 'There is no loop of that name.')
}
