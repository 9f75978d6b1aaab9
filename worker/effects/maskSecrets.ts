import type { EffectResult } from '../../shared/engine/command.ts'
import type { Json } from '../../shared/json.ts'

const mask = '•••'
/** Shorter values would mask what only happens to look like them. */
const shortest = 4

/** Replaces secrets in a text, also where they are written for URLs, JSON or as base64. */
export function maskText(text: string, secrets: Readonly<Record<string, string>>): string {
  let masked = text
  for (const secret of Object.values(secrets)) {
    if (secret.length < shortest) continue
    for (const form of formsOf(secret)) masked = masked.replaceAll(form, mask)
  }
  return masked
}

function formsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret)
  const base64 = btoa(String.fromCharCode(...bytes)).replace(/=+$/, '')
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64]
}

/** Replaces secrets in every string and key of a value: a target may send back what it was sent. */
export function maskValue(value: Json, secrets: Readonly<Record<string, string>>): Json {
  if (Object.keys(secrets).length === 0) return value
  if (typeof value === 'string') return maskText(value, secrets)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((member) => maskValue(member, secrets))
  const members = Object.entries(value).map(([key, member]) => [
    maskText(key, secrets),
    maskValue(member, secrets),
  ])
  return Object.fromEntries(members) as Json
}

/** A result without secrets: a target may send back what it was sent, and results are logged. */
export function masked(result: EffectResult, secrets: Readonly<Record<string, string>>): EffectResult {
  if (result.ok) return { ...result, output: maskValue(result.output, secrets) }
  return { ok: false, error: { ...result.error, message: maskText(result.error.message, secrets) } }
}
