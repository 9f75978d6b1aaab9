import { assertNever } from '../../../shared/assertNever.ts'
import { callAction } from '../../effects/callAction.ts'
import type { Env } from '../../env.ts'
import { leaseOf } from '../ports.ts'
import type { DeployedLoop } from './DeployedLoop.ts'
import { type Perform, settleCompensation, settleStep } from './EffectRunner.ts'

/** How this server carries effects out: calls of actions, and leases. */
export function performWith(env: Env, deployed: DeployedLoop): Perform {
  return async (effect, { run, program: { program }, trace }) => {
    switch (effect.kind) {
      case 'action':
        return settleStep(effect, await callAction(env, program, effect, deployed.settings, trace))
      case 'compensation':
        return settleCompensation(effect, await callAction(env, program, effect, deployed.settings, trace))
      case 'acquire-lease': {
        const { id, resource, ttlMs } = effect
        const grant = await leaseOf(env, resource).acquire({ resource, run, effect: id, ttlMs })
        return grant === null ? 'answered-later' : { type: 'grant-lease', ...grant }
      }
      case 'release-lease': {
        const { resource, token } = effect
        await leaseOf(env, resource).release(token)
        return { type: 'confirm-lease-release', resource, token }
      }
      case 'plan':
      case 'probe':
      case 'reach':
      case 'cancel-child':
        return 'try-again'
      default:
        return assertNever(effect)
    }
  }
}
