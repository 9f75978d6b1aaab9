import { assertNever } from '../../../shared/assertNever.ts'
import type {
  ActionEffect,
  CancelChildEffect,
  CheckEffect,
  CompensationEffect,
} from '../../../shared/engine/effect.ts'
import { askPlanner } from '../../effects/askPlanner.ts'
import type { Breakers } from '../../effects/Breakers.ts'
import { callAction } from '../../effects/callAction.ts'
import { makeCheck } from '../../effects/check.ts'
import type { DriftKnowledge } from '../../effects/drift.ts'
import type { Calling, Executed } from '../../effects/executor.ts'
import { probe } from '../../effects/probe.ts'
import { reach } from '../../effects/reach.ts'
import type { Env } from '../../env.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import { leaseOf } from '../ports.ts'
import { beganAt } from './beganAt.ts'
import type { CallGates } from './CallGates.ts'
import type { ChildRuns } from './ChildRuns.ts'
import { childResult } from './childResult.ts'
import type { DeployedLoop } from './DeployedLoop.ts'
import { keyOf, type Perform, type Performed, settleCompensation, settleStep } from './EffectRunner.ts'
import type { LiveRun } from './LiveRuns.ts'

type Deps = {
  env: Env
  deployed: DeployedLoop
  breakers: Breakers
  children: ChildRuns
  gates: CallGates
  drift: DriftKnowledge
  /** What the object of a lease is told in place of a text: the text itself, where that tells nothing personal. */
  leaseName: (live: LiveRun, text: string) => string
}

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
      case 'check': {
        const { id, attempt } = effect
        const result = await makeCheck(calling, deps.drift, program, asKept(effect, live))
        return { type: 'settle-check', effect: id, attempt, result }
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
        const { id, ttlMs } = effect
        const resource = deps.leaseName(live, effect.resource)
        // The id of the effect names the resource, too.
        const asked = deps.leaseName(live, id)
        const grant = await leaseOf(env, resource).acquire({ resource, run: live.run, effect: asked, ttlMs })
        if (grant !== null) return { type: 'grant-lease', ...grant, effect: id, resource: effect.resource }
        withdrawWhen(signal, () => leaseOf(env, resource).withdraw(asked), live.run)
        return 'answered-later'
      }
      case 'release-lease': {
        const { resource, token } = effect
        await leaseOf(env, deps.leaseName(live, resource)).release(token)
        return { type: 'confirm-lease-release', resource, token }
      }
      default:
        return assertNever(effect)
    }
  }
}

/** What a shard keeps of its runs for drift checks is no place for personal values. */
function asKept(effect: CheckEffect, { personal }: LiveRun): CheckEffect {
  const { request } = effect
  if (!personal || request.type !== 'drift') return effect
  const observed = Object.entries(request.observed).map(([name, value]) => [name, personal.conceal(value)])
  return { ...effect, request: { ...request, observed: Object.fromEntries(observed) } }
}

/** Makes a call once its action has room for it: its timeout counts from when it leaves. */
async function act(
  { children, gates }: Deps,
  calling: Calling,
  effect: ActionEffect | CompensationEffect,
  live: LiveRun,
): Promise<Executed> {
  const { program } = live.program
  const limit = program.actions[effect.action]?.limit ?? null
  const facts = { beganAt: beganAt(live.state, effect), children, personal: live.personal }
  if (limit === null) return callAction(calling, program, effect, facts)
  const id = keyOf(effect)
  if (!(await gates.enter(id, effect.action, limit, calling.signal))) return 'try-again'
  try {
    return await callAction(calling, program, effect, facts)
  } finally {
    gates.back(id)
  }
}

/** Gives up the place in a lease's queue once the run does not wait any more. Should that fail, the lease is given back when it is granted. */
function withdrawWhen(signal: AbortSignal, withdraw: () => Promise<void>, run: string): void {
  const give = () =>
    void withdraw().catch((error: unknown) =>
      log('warn', 'lease.not-withdrawn', { run, ...describeBug(error) }),
    )
  if (signal.aborted) give()
  else signal.addEventListener('abort', give, { once: true })
}

async function cancelChild(
  children: ChildRuns,
  { child, compensate }: CancelChildEffect,
  live: LiveRun,
): Promise<Performed> {
  const executed = await children.cancel(child, compensate, live)
  if (typeof executed === 'string') return executed
  return childResult(live, child, children.attemptOf(child), executed) ?? 'answered-later'
}
