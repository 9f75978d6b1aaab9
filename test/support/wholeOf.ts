import type { Program } from '../../shared/compile/program.ts'
import { Explorer } from '../../shared/prove/Explorer.ts'

/** What there is to a program, as far as it was looked at. */
export type Whole = {
  ends: ReadonlySet<string>
  states: number
  /** How many of the states lead to an end. */
  leading: number
  /** Whether all of it was looked at. */
  isWhole: boolean
}

/** How runs can end, as far as the exploration found out, and how many of the states lead to an end. */
export function wholeOf(program: Program, mostStates = Number.POSITIVE_INFINITY): Whole {
  const explorer = new Explorer(program)
  const ends = new Set<string>()
  const before = new Map<number, number[]>()
  const leading = new Set<number>()
  const queue: number[] = []
  while (!explorer.isDone && explorer.states < mostStates) {
    for (const { from, to, after } of explorer.expand()?.edges ?? []) {
      before.set(to, [...(before.get(to) ?? []), from])
      if (after.status !== 'ended') continue
      ends.add(`${after.outcome} ${after.reason} ${after.node}`)
      queue.push(to)
    }
  }
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    if (leading.has(state)) continue
    leading.add(state)
    queue.push(...(before.get(state) ?? []))
  }
  const isWhole = explorer.isDone && explorer.bound === null
  return { ends, states: explorer.states, leading: leading.size, isWhole }
}
