import type { EffectResult } from '../../shared/engine/command.ts'
import type { Json } from '../../shared/json.ts'
import type { Secrets } from './openSecrets.ts'
import { secretForms } from './secretForms.ts'

/** What stands in place of a secret. */
export const hiddenText = '•••'

/** Made once for each call: an answer has many strings. The longest come first, so that none leaves the rest of another. */
const formsFor = new WeakMap<Secrets, readonly string[]>()

function formsIn(secrets: Secrets): readonly string[] {
  const known = formsFor.get(secrets)
  if (known) return known
  const forms = [...new Set(Object.values(secrets).flatMap(secretForms))].toSorted(
    (a, b) => b.length - a.length,
  )
  formsFor.set(secrets, forms)
  return forms
}

/** Replaces secrets in a text, also where they are written for URLs, JSON, HTML, as base64 or in hexadecimal digits. */
export function maskText(text: string, secrets: Secrets): string {
  let masked = text
  for (const form of formsIn(secrets)) masked = masked.replaceAll(form, hiddenText)
  return masked
}

/** Replaces secrets in every string, key and number of a value: a target may send back what it was sent. */
export function maskValue(value: Json, secrets: Secrets): Json {
  if (formsIn(secrets).length === 0) return value
  if (typeof value === 'string') return maskText(value, secrets)
  if (typeof value === 'number') return maskNumber(value, secrets)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((member) => maskValue(member, secrets))
  const members = Object.entries(value).map(([key, member]) => [
    maskText(key, secrets),
    maskValue(member, secrets),
  ])
  return Object.fromEntries(members) as Json
}

function maskNumber(value: number, secrets: Secrets): Json {
  const text = String(value)
  const masked = maskText(text, secrets)
  return masked === text ? value : masked
}

/** A result without secrets: a target may send back what it was sent, and results are logged. */
export function masked(result: EffectResult, secrets: Secrets): EffectResult {
  if (result.ok) return { ...result, output: maskValue(result.output, secrets) }
  return { ok: false, error: { ...result.error, message: maskText(result.error.message, secrets) } }
}
