import type { EffectResult } from '../../../shared/engine/command.ts'
import { parseEffectId } from '../../../shared/engine/effectId.ts'
import type { ChildState } from '../childPorts.ts'
import { resultOf } from './ChildRuns.ts'
import { keyOf } from './EffectRunner.ts'
import type { LiveRun } from './LiveRuns.ts'
import type { Shard } from './openShard.ts'
import type { Untimed } from './Turns.ts'

/** What came of a child run, as the result of the step that it is; null when the effect is none of the run's. */
export function childResult(
  { run }: LiveRun,
  effect: string,
  attempt: number,
  result: EffectResult,
): Untimed | null {
  const parsed = parseEffectId(run, effect)
  if (!parsed) return null
  const { iteration, step } = parsed
  return { type: 'settle-step', effect, iteration, step, attempt, result }
}

/** Takes a child's end. It is told again until it was taken, so one that the run does not wait for any more changes nothing. */
export function takeChildEnd(shard: Shard, run: string, effect: string, child: ChildState): void {
  const live = shard.live.get(run)
  const owed =
    live?.owed.find((each) => each.kind === 'action' && each.id === effect) ??
    live?.owed.find((each) => each.kind === 'cancel-child' && each.child === effect)
  if (!live || !owed || child.end === null) return
  shard.children.noteEnd(effect, child.run)
  const attempt = 'attempt' in owed ? owed.attempt : shard.children.attemptOf(effect)
  const end = shard.children.takeOver(run, live.personal, child.end)
  const command = childResult(live, effect, attempt, resultOf(child.run, end))
  if (command) shard.effects.finish(run, keyOf(owed), command)
}
