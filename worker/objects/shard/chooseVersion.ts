import type { Digest } from '../../../shared/audit/digest.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { VersionPin } from '../../http/versionPin.ts'
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

/**
 * The version that a call runs, once its caller has proved to be who that version’s trigger asks for. A version outside of the rollout is
 * open only to who passes the stable version’s check as well: an older one may have let anybody in.
 */
export async function chooseVersion(
  shard: Shard,
  pin: VersionPin,
  check: CallerCheck,
  program: (version: Digest) => Promise<Answer<NumberedProgram>>,
): Promise<Answer<NumberedProgram>> {
  const chosen =
    pin !== null && 'version' in pin
      ? await outsideRollout(shard, pin.version, check, program)
      : inChannel(shard, pin?.channel ?? null)
  if (!chosen.ok) return chosen
  const checked = await check(chosen.value.program.trigger.auth)
  return checked.ok ? chosen : checked
}

function inChannel(shard: Shard, channel: 'stable' | 'canary' | null): Answer<NumberedProgram> {
  if (channel === null) return pickedVersion(shard)
  const { rollout } = shard.deployed
  const version = (channel === 'canary' ? rollout?.canary?.version : rollout?.stable) ?? null
  const program = version === null ? null : shard.deployed.program(version)
  return program ? answer(program) : refuse('version-not-found', `This loop has no ${channel} version now.`)
}

async function outsideRollout(
  shard: Shard,
  version: Digest,
  check: CallerCheck,
  program: (version: Digest) => Promise<Answer<NumberedProgram>>,
): Promise<Answer<NumberedProgram>> {
  const { rollout } = shard.deployed
  const stable = shard.deployed.stable()
  if (version !== rollout?.canary?.version && stable) {
    const checked = await check(stable.program.trigger.auth)
    if (!checked.ok) return checked
  }
  return program(version)
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
