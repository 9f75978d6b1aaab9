import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { type Answer, answer } from '../../http/problem.ts'
import { sha256Hex } from '../../security/digests.ts'
import type { StartCall } from '../ports.ts'
import type { HostReceiver } from './CallbackTable.ts'
import { readCallback } from './callersCallback.ts'
import type { NumberedProgram } from './DeployedLoop.ts'
import { callersKey } from './dedupeKey.ts'
import type { Intake } from './intake.ts'
import type { Shard } from './openShard.ts'
import { inputAfter, keyKindOf, startedBy } from './startedBy.ts'

/** Reads a start by hand, by a schedule or by the end of another run, of a version that was chosen for it. */
export function readStartCall(
  shard: Shard,
  { program: { trigger } }: NumberedProgram,
  { input, version, by, person, key, callback, after, scheduledFor }: StartCall,
): Answer<Intake & { receiver: HostReceiver | null }> {
  const cause = { after, scheduledFor }
  const keyed = key === null ? answer(null) : callersKey(key, keyKindOf(cause))
  if (!keyed.ok) return keyed
  const made = after === undefined ? answer(input) : inputAfter(shard, after, input)
  if (!made.ok) return made
  const receiver = readCallback(callback, trigger.callbacks, shard.deployed.settings.hosts)
  if (!receiver.ok) return receiver
  const payload = keyed.value ? sha256Hex(canonicalJson({ input, version })) : ''
  const request = startedBy({ ...cause, by, person })
  return answer({ input: made.value, request, key: keyed.value, payload, receiver: receiver.value })
}
