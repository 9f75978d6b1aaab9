import type { Program } from '../../shared/compile/program.ts'
import type { EffectResult } from '../../shared/engine/command.ts'
import type { ActionEffect, CompensationEffect } from '../../shared/engine/effect.ts'
import type { Env } from '../env.ts'
import type { Settings } from '../objects/ports.ts'
import { masterKey, openSecret } from '../security/vault.ts'
import { failedBefore } from './executor.ts'
import { maskText, maskValue } from './maskSecrets.ts'
import { execute } from './registry.ts'

/** Carries out an action or a compensation. The secrets that it names are opened here and nowhere else. */
export async function callAction(
  env: Env,
  program: Program,
  effect: ActionEffect | CompensationEffect,
  settings: Settings,
  trace: string,
): Promise<EffectResult> {
  const action = program.actions[effect.action]
  if (!action) return failedBefore('configuration', `The program has no action “${effect.action}”.`)
  const secrets: Record<string, string> = {}
  for (const name of action.secrets) {
    const value = await readSecret(env, settings, name)
    if (value === null)
      return failedBefore('configuration', `The secret “${name}” is not set, or must be set again.`)
    secrets[name] = value
  }
  const result = await execute(action.call, {
    env,
    id: effect.id,
    idempotency: action.idempotency,
    timeoutMs: effect.timeoutMs,
    trace,
    scope: effect.scope,
    secrets,
    hosts: settings.hosts,
    leases: effect.kind === 'action' ? effect.leases : {},
  })
  // A target may send back what it was sent, and results are logged.
  if (result.ok) return { ...result, output: maskValue(result.output, secrets) }
  return { ok: false, error: { ...result.error, message: maskText(result.error.message, secrets) } }
}

/** A secret in the clear; null when it is not set, or was sealed under another key. */
export async function readSecret(env: Env, settings: Settings, name: string): Promise<string | null> {
  const sealed = Object.hasOwn(settings.secrets, name) ? settings.secrets[name] : undefined
  const key = masterKey(env)
  return sealed && key !== null ? openSecret(key, name, sealed) : null
}
