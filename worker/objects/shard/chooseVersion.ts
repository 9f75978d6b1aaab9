import type { Digest } from '../../../shared/audit/digest.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { VersionPin } from '../../http/versionPin.ts'
import type { TimedSignature } from '../../security/verifyCaller.ts'
import type { PublishedLoop } from '../ports.ts'
import type { NumberedProgram } from './DeployedLoop.ts'
import type { CallerCheck } from './intake.ts'
import type { Shard } from './openShard.ts'

/** The version that the rollout gives the next run to. */
export function pickedVersion({ deployed }: Shard): Answer<NumberedProgram> {
  const program = deployed.pick(Math.random())
  return program
    ? answer(program)
    : refuse('loop-not-published', 'Publish the loop first: it has no version that takes calls.')
}

/** The version that a call runs, and what its caller signed, where that has a time. */
export type Chosen = { program: NumberedProgram; signed: TimedSignature | null }

/**
 * The version that a call runs, once its caller has proved to be who that version’s trigger asks for. A version outside of the rollout is
 * open only to who passes the stable version’s check as well: an older one may have let anybody in.
 */
export async function chooseVersion(
  shard: Shard,
  pin: VersionPin,
  check: CallerCheck,
  program: (version: Digest) => Promise<Answer<NumberedProgram>>,
): Promise<Answer<Chosen>> {
  const byStable = await checkedByStable(shard, pin, check)
  if (!byStable.ok) return byStable
  const chosen =
    pin !== null && 'version' in pin ? await program(pin.version) : inChannel(shard, pin?.channel ?? null)
  if (!chosen.ok) return chosen
  const checked = await check(chosen.value.program.trigger.auth)
  if (!checked.ok) return checked
  return answer({ program: chosen.value, signed: byStable.value ?? checked.value })
}

function inChannel(shard: Shard, channel: 'stable' | 'canary' | null): Answer<NumberedProgram> {
  if (channel === null) return pickedVersion(shard)
  const { rollout } = shard.deployed
  const version = (channel === 'canary' ? rollout?.canary?.version : rollout?.stable) ?? null
  const program = version === null ? null : shard.deployed.program(version)
  return program ? answer(program) : refuse('version-not-found', `This loop has no ${channel} version now.`)
}

/** A version outside of the rollout asks for the stable version's proof beside its own. */
async function checkedByStable(
  { deployed }: Shard,
  pin: VersionPin,
  check: CallerCheck,
): Promise<Answer<TimedSignature | null>> {
  const isOutside = pin !== null && 'version' in pin && pin.version !== deployed.rollout?.canary?.version
  const stable = isOutside ? deployed.stable() : null
  return stable ? check(stable.program.trigger.auth) : answer(null)
}

/** What takes calls now; `check` is asked of a caller. */
export async function publishedLoop(
  { deployed }: Shard,
  check: CallerCheck | null,
): Promise<Answer<PublishedLoop>> {
  const stable = deployed.stable()
  if (!stable)
    return refuse('loop-not-published', 'Publish the loop first: it has no version that takes calls.')
  const checked = check === null ? answer(null) : await check(stable.program.trigger.auth)
  if (!checked.ok) return checked
  const canary = deployed.rollout?.canary?.version
  return answer({ stable, canary: canary === undefined ? null : deployed.program(canary) })
}
