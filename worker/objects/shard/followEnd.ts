import type { RunEndedEvent } from '../../../shared/callback/runEnded.ts'
import { starterOf } from '../../../shared/engine/starter.ts'
import { mostFollowing } from '../../../shared/graph/loopEvent.ts'
import type { Json } from '../../../shared/json.ts'
import type { Env } from '../../env.ts'
import { childTrace } from '../../http/trace.ts'
import { shardOf } from '../ports.ts'
import { sendPlaced } from '../routing.ts'
import type { Told } from './Callbacks.ts'
import type { FollowedReceiver } from './CallbackTable.ts'
import { callersKey } from './dedupeKey.ts'
import type { LiveRun } from './LiveRuns.ts'
import type { HandedOver } from './PersonalVault.ts'

/** What another try may bring: room, a publication, or a server that is back. */
const passing: readonly string[] = ['queue-full', 'internal', 'loop-not-published']

/**
 * Starts the run of a loop that listens to this one's runs, or finds it: a run that has ended starts one there, however often it is asked
 * for. What is personal to this one (`handed`) is so there, whatever that loop looks for.
 */
export async function followEnd(
  env: Env,
  { run, state }: LiveRun,
  { loop, on }: FollowedReceiver,
  event: RunEndedEvent,
  input: Json,
  handed: HandedOver,
): Promise<Told> {
  if (state.status === 'new') throw new Error('A run that ended was accepted')
  const { outcome, reason, message, endedAt, trace, body } = event.data
  const depth = (state.request.after?.depth ?? 0) + 1
  if (depth > mostFollowing)
    return given(`${mostFollowing} runs follow one another already: this one would be too many.`)
  const after = { run, loop: event.data.loop, outcome, depth, on }
  const said = { run, loop: event.data.loop, outcome, reason, message, endedAt, input, body }
  const key = `${on}/${run}`
  const keyed = callersKey(key, 'event')
  const started = await sendPlaced(
    env,
    loop,
    () => (keyed.ok ? (keyed.value?.key ?? null) : null),
    (shard, revision) =>
      shardOf(env, loop, shard).start({
        input: said,
        version: null,
        ...(starterOf(state) ?? { by: null }),
        key,
        after,
        ...(handed.length > 0 ? { handed } : {}),
        trace: childTrace(trace),
        prefer: null,
        revision,
      }),
  )
  if (started.ok) return { ok: true, status: null, started: started.value.run.run }
  const { code, detail, headers = {} } = started.refusal
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  const words = {
    ...given(`${loop}: ${detail}`),
    retryAfterMs: Number.isNaN(seconds) ? null : seconds * 1000,
  }
  return passing.includes(code) ? { ...words, isFinal: false } : words
}

const given = (message: string) =>
  ({ ok: false, message, status: null, retryAfterMs: null, isFinal: true }) as const
