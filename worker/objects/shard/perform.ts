import { assertNever } from '../../../shared/assertNever.ts'
import type { ActionEffect, CancelChildEffect, CompensationEffect } from '../../../shared/engine/effect.ts'
import { askPlanner } from '../../effects/askPlanner.ts'
import type { Breakers } from '../../effects/Breakers.ts'
import { callAction } from '../../effects/callAction.ts'
import type { Calling, Executed } from '../../effects/executor.ts'
import { probe } from '../../effects/probe.ts'
import { reach } from '../../effects/reach.ts'
import type { Env } from '../../env.ts'
import { leaseOf } from '../ports.ts'
import { beganAt } from './beganAt.ts'
import type { ChildRuns } from './ChildRuns.ts'
import { childResult } from './childResult.ts'
import type { DeployedLoop } from './DeployedLoop.ts'
import { type Perform, type Performed, settleCompensation, settleStep } from './EffectRunner.ts'
import type { LiveRun } from './LiveRuns.ts'

type Deps = { env: Env; deployed: DeployedLoop; breakers: Breakers; children: ChildRuns }

/** How this server carries effects out. */
export function performWith(deps: Deps): Perform {
  const { env, deployed, breakers, children } = deps
  return async (effect, live, signal) => {
    const { program } = live.program
    const calling = { env, settings: deployed.settings, breakers, trace: live.trace, signal }
    switch (effect.kind) {
      case 'action': {
        const executed = await act(deps, calling, effect, live)
        return typeof executed === 'string' ? executed : settleStep(effect, executed)
      }
      case 'compensation': {
        const executed = await act(deps, calling, effect, live)
        return typeof executed === 'string' ? executed : settleCompensation(effect, executed)
      }
      case 'plan': {
        const { id, attempt } = effect
        const result = await askPlanner(calling, program, effect)
        return { type: 'settle-plan', effect: id, attempt, result }
      }
      case 'probe': {
        const { id, attempt } = effect
        return { type: 'settle-probe', effect: id, attempt, result: await probe(calling, program, effect) }
      }
      case 'reach':
        return { type: 'settle-reach', effect: effect.id, ...(await reach(calling, effect)) }
      case 'cancel-child':
        return cancelChild(children, effect, live)
      case 'acquire-lease': {
        const { id, resource, ttlMs } = effect
        const grant = await leaseOf(env, resource).acquire({ resource, run: live.run, effect: id, ttlMs })
        return grant === null ? 'answered-later' : { type: 'grant-lease', ...grant }
      }
      case 'release-lease': {
        const { resource, token } = effect
        await leaseOf(env, resource).release(token)
        return { type: 'confirm-lease-release', resource, token }
      }
      default:
        return assertNever(effect)
    }
  }
}

function act(
  { children }: Deps,
  calling: Calling,
  effect: ActionEffect | CompensationEffect,
  live: LiveRun,
): Promise<Executed> {
  const facts = { beganAt: beganAt(live.state, effect), children }
  return callAction(calling, live.program.program, effect, facts)
}

async function cancelChild(
  children: ChildRuns,
  { child, compensate }: CancelChildEffect,
  live: LiveRun,
): Promise<Performed> {
  const executed = await children.cancel(child, compensate)
  if (typeof executed === 'string') return executed
  return childResult(live, child, children.attemptOf(child), executed) ?? 'answered-later'
}
