import type { Program } from '../../shared/compile/program.ts'
import type { ActionEffect, CompensationEffect } from '../../shared/engine/effect.ts'
import { type Calling, type Children, type Executed, failedBefore } from './executor.ts'
import { masked } from './maskSecrets.ts'
import { openSecrets } from './openSecrets.ts'
import { execute } from './registry.ts'

/** What an action's call is told of its step. */
export type StepFacts = { beganAt: number; children: Children }

/** Carries out an action or a compensation. */
export async function callAction(
  calling: Calling,
  program: Program,
  effect: ActionEffect | CompensationEffect,
  { beganAt, children }: StepFacts,
): Promise<Executed> {
  const { env, settings, breakers, trace, signal } = calling
  const action = program.actions[effect.action]
  if (!action) return failedBefore('configuration', `The program has no action “${effect.action}”.`)
  const opened = await openSecrets(env, settings, action.secrets)
  if (!opened.ok) return opened
  const { secrets } = opened
  const result = await execute(action.call, {
    env,
    id: effect.id,
    attempt: effect.attempt,
    idempotency: action.idempotency,
    breakers,
    breaker: action.breaker,
    timeoutMs: effect.timeoutMs,
    trace,
    signal,
    scope: effect.scope,
    secrets,
    hosts: settings.hosts,
    leases: effect.kind === 'action' ? effect.leases : {},
    loop: program.name,
    beganAt,
    parent: effect.kind === 'action' ? effect.parent : null,
    children,
  })
  return typeof result === 'string' ? result : masked(result, secrets)
}
