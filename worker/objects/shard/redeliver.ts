import type { RequestInfo } from '../../../shared/engine/event.ts'
import type { Doer } from '../../../shared/engine/person.ts'
import type { PersonalValues } from '../../../shared/privacy/PersonalValues.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { ShardPlace } from '../placement.ts'
import { pickedVersion } from './chooseVersion.ts'
import { isDelivery } from './deliveryOf.ts'
import type { Shard } from './openShard.ts'
import { startRun } from './startRun.ts'

/** Who sends which delivery again. `asNew`: also where it has a run already. */
export type Redelivery = { run: string; asNew: boolean; doer: Doer; trace: string }

/**
 * Starts a run for what a delivery brought that started one before, with the version that takes calls now. Whoever asks stands for the
 * caller, whose signature is not kept. A delivery with a key has its run already, and starts another only when that is asked for.
 */
export function redeliver(
  shard: Shard,
  place: ShardPlace,
  { run, asNew, doer, trace }: Redelivery,
): Answer<{ run: string; replayed: boolean }> {
  const [accepted] = shard.log.read(run, 0, 1)
  const live = shard.live.get(run)
  if (accepted?.type !== 'run.accepted' || !live)
    return refuse('run-not-found', 'There is no delivery of that run.')
  const { request: logged, dedupeKey } = accepted.data
  if (!isDelivery(accepted.data))
    return refuse('conflict', 'This run was not started by a request to the hook.')
  if (!asNew && dedupeKey !== null) return answer({ run, replayed: true })
  const program = pickedVersion(shard)
  if (!program.ok) return program
  // The log has tokens in place of personal values: what came is sent again. What was forgotten stays a token.
  const { personal } = live
  const input = personal ? personal.reveal(accepted.data.input) : accepted.data.input
  const headers = personal ? revealedIn(personal, logged.headers) : logged.headers
  const request: RequestInfo = { ...logged, headers, ...doer, redeliveryOf: run }
  const handed = personal?.handedWith([input, headers]) ?? []
  if (handed.length > 0 && shard.privacy.isToForget(run))
    return refuse('conflict', 'What this delivery brought is to be erased once its run has ended.')
  const more = handed.length > 0 ? { handed } : {}
  return startRun(shard, {
    ...place,
    program: program.value,
    input,
    request,
    key: null,
    payload: '',
    trace,
    ...more,
  })
}

const revealedIn = (personal: PersonalValues, headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(personal.reveal(value))]))
