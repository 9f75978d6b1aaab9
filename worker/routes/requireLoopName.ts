import { LoopName } from '../../shared/graph/ids.ts'
import { ProblemException } from '../http/problem.ts'

const mostNames = 1000

/** Names that are sound: most calls are of the same few. */
const sound = new Set<string>()

/** A loop's name from an address. What can't be one names no loop, and no object is asked. */
export function requireLoopName(name: string): string {
  if (sound.has(name)) return name
  if (!LoopName.safeParse(name).success)
    throw new ProblemException('loop-not-found', 'There is no loop of that name.')
  if (sound.size >= mostNames) sound.clear()
  sound.add(name)
  return name
}
