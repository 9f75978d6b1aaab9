import { callTemplate } from '../../shared/compile/expressionPlaces.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { ActionEffect, CompensationEffect } from '../../shared/engine/effect.ts'
import type { ActionCall } from '../../shared/graph/nodes/action.ts'
import type { PersonalValues } from '../../shared/privacy/PersonalValues.ts'
import { type Calling, type Children, type Executed, failedBefore } from './executor.ts'
import { masked } from './maskSecrets.ts'
import { openSecrets, type SecretUse } from './openSecrets.ts'
import { execute } from './registry.ts'

/** What an action's call is told of its step. */
export type StepFacts = { beganAt: number; children: Children; personal: PersonalValues | null }

/** Carries out an action or a compensation. */
export async function callAction(
  calling: Calling,
  program: Program,
  effect: ActionEffect | CompensationEffect,
  { beganAt, children, personal }: StepFacts,
): Promise<Executed> {
  const { env, settings, breakers, trace, signal } = calling
  const action = program.actions[effect.action]
  if (!action) return failedBefore('configuration', `The program has no action “${effect.action}”.`)
  const opened = await openSecrets(env, settings, { named: action.secrets, ...secretUseOf(action.call) })
  if (!opened.ok) return opened
  const { sent: secrets, masked: masks } = opened
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
    masks,
    hosts: settings.hosts,
    leases: effect.kind === 'action' ? effect.leases : {},
    loop: program.name,
    beganAt,
    parent: effect.kind === 'action' ? effect.parent : null,
    children,
    personal,
  })
  return typeof result === 'string' ? result : masked(result, masks)
}

/** What a call reads of secrets, and where it takes them. */
function secretUseOf(call: ActionCall): Omit<SecretUse, 'named'> {
  const template = callTemplate(call)
  switch (call.uses) {
    case 'http':
      return { template, host: call.host }
    case 'emit':
      return { template, host: call.host, signs: call.secret }
    case 'transform':
    case 'wait':
    case 'loop':
      return { template, host: null }
  }
}
