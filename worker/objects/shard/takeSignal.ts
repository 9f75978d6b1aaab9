import { loggableText } from '../../../shared/engine/wellFormed.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { PostedSignal } from '../ports.ts'
import { EventTooLarge } from './EventLog.ts'
import type { LiveRun } from './LiveRuns.ts'
import type { Shard } from './openShard.ts'
import { refusalOf } from './rejections.ts'

/** Hands an event to a run, once for each id. */
export function takeSignal(shard: Shard, live: LiveRun, signal: PostedSignal): Answer<{ replayed: boolean }> {
  try {
    const rejection = shard.turns.take(live, { type: 'signal', ...signal })
    shard.effects.owe(live)
    if (rejection?.code === 'duplicate') return answer({ replayed: true })
    if (rejection?.code === 'already-ended' && isOnRecord(shard, live.run, signal.id))
      return answer({ replayed: true })
    return rejection ? refusalOf(rejection) : answer({ replayed: false })
  } catch (error) {
    if (!(error instanceof EventTooLarge)) throw error
    return refuse('body-too-large', 'What the run makes of this event is too large to be recorded.')
  }
}

/** An ended run remembers no ids; its log does. The first answer may have been lost when this event ended the run. */
function isOnRecord(shard: Shard, run: string, id: string): boolean {
  const posted = shard.live.get(run)?.personal?.concealText(loggableText(id)) ?? loggableText(id)
  return shard.log.ofType(run, 'signal.received').some(({ data }) => data.id === posted)
}
