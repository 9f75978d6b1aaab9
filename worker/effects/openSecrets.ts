import type { EffectError } from '../../shared/engine/effectError.ts'
import type { Env } from '../env.ts'
import type { Settings } from '../objects/ports.ts'
import { masterKey, openSecret } from '../security/vault.ts'
import { failedBefore } from './executor.ts'

export type Secrets = Readonly<Record<string, string>>

/** The named secrets in the clear, for the effect that sends them; they are opened here and nowhere else. */
export async function openSecrets(
  env: Env,
  settings: Settings,
  names: readonly string[],
): Promise<{ ok: true; secrets: Secrets } | { ok: false; error: EffectError }> {
  const secrets: Record<string, string> = {}
  for (const name of names) {
    const value = await readSecret(env, settings, name)
    if (value === null)
      return failedBefore('configuration', `The secret “${name}” is not set, or must be set again.`)
    secrets[name] = value
  }
  return { ok: true, secrets }
}

/** The values that a caller may sign with now: the secret's, and for a while the one before it. Empty when none is set. */
export async function readSigningSecrets(
  env: Env,
  settings: Settings,
  name: string,
  now: number,
): Promise<string[]> {
  const rotated = Object.hasOwn(settings.secrets, name) ? settings.secrets[name] : undefined
  const key = masterKey(env)
  if (!rotated || key === null) return []
  const sealed = rotated.previous && rotated.previous.until > now ? [rotated, rotated.previous] : [rotated]
  const opened = await Promise.all(sealed.map((each) => openSecret(key, name, each)))
  return opened.filter((value) => value !== null)
}

/** A secret in the clear; null when it is not set, or was sealed under another key. */
export async function readSecret(env: Env, settings: Settings, name: string): Promise<string | null> {
  const sealed = Object.hasOwn(settings.secrets, name) ? settings.secrets[name] : undefined
  const key = masterKey(env)
  return sealed && key !== null ? openSecret(key, name, sealed) : null
}
