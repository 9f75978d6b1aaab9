import type { EffectError } from '../../shared/engine/effectError.ts'
import { templateReferences } from '../../shared/expr/references.ts'
import type { Json } from '../../shared/json.ts'
import type { Env } from '../env.ts'
import type { Settings } from '../objects/ports.ts'
import { openSecret } from '../security/vault.ts'
import { failedBefore } from './executor.ts'

export type Secrets = Readonly<Record<string, string>>

/** What a call may use of secrets: those that its node names, as far as the call itself reads them, for the host that it goes to. */
export type SecretUse = {
  named: readonly string[]
  /** The templates that read them. */
  template: Json
  /** The name of the secret that signs. */
  signs?: string | undefined
  /** Null for what goes to no host. */
  host: string | null
}

/** Secrets in the clear: those that the call sends, and all that its node names, which must not come back either. */
export type OpenedSecrets = { sent: Secrets; masked: Secrets }

/**
 * The secrets of a call in the clear, for the effect that sends them; they are opened here and nowhere else. One that is kept for other
 * hosts is not sent.
 */
export async function openSecrets(
  env: Env,
  settings: Settings,
  { named, template, signs, host }: SecretUse,
): Promise<({ ok: true } & OpenedSecrets) | { ok: false; error: EffectError }> {
  const sent: Record<string, string> = {}
  const masked: Record<string, string> = {}
  if (named.length === 0) return { ok: true, sent, masked }
  const read = templateReferences(template).secrets
  for (const name of named) {
    const sealed = Object.hasOwn(settings.secrets, name) ? settings.secrets[name] : undefined
    const value = sealed ? await openSecret(env, name, sealed) : null
    if (value !== null) masked[name] = value
    if (name !== signs && !read.has(name)) continue
    if (value === null)
      return failedBefore(
        'configuration',
        `The secret “${name}” is not set, must be set again, or is not for this loop.`,
      )
    const refusal = refusalToSend(name, sealed?.hosts, host)
    if (refusal !== null) return failedBefore('policy', refusal)
    sent[name] = value
  }
  return { ok: true, sent, masked }
}

/** Why a secret, or what it signs, may not go to a host; null when it may. */
export function refusalToSend(
  name: string,
  hosts: readonly string[] | undefined,
  host: string | null,
): string | null {
  if (!hosts || (host !== null && hosts.includes(host))) return null
  const where = hosts.length === 0 ? 'signatures of callers' : hosts.join(', ')
  return `The secret “${name}” may not go to ${host ?? 'a value'}: it is kept for ${where}.`
}

/** The values that a caller may sign with now: the secret's, and for a while the one before it. Empty when none is set. */
export async function readSigningSecrets(
  env: Env,
  settings: Settings,
  name: string,
  now: number,
): Promise<string[]> {
  const rotated = Object.hasOwn(settings.secrets, name) ? settings.secrets[name] : undefined
  if (!rotated) return []
  const sealed = rotated.previous && rotated.previous.until > now ? [rotated, rotated.previous] : [rotated]
  const opened = await Promise.all(sealed.map((each) => openSecret(env, name, each)))
  return opened.filter((value) => value !== null)
}
