import { apiLimits } from '../../shared/api/limits.ts'

/** What a caller prefers (RFC 7240): to wait for the outcome so many seconds, or not at all. */
export type Preference = { wait: number } | { respondAsync: true } | null

/** Reads `Prefer`. What is not understood is ignored, as the RFC asks; a wait beyond the limit is cut to it. */
export function readPrefer(header: string | null): Preference {
  if (header === null) return null
  const preferences = header.split(',').map((part) => (part.split(';')[0] ?? '').trim().toLowerCase())
  if (preferences.includes('respond-async')) return { respondAsync: true }
  for (const preference of preferences) {
    const seconds = /^wait\s*=\s*"?(\d{1,6})"?$/.exec(preference)?.[1]
    if (seconds !== undefined) return { wait: Math.min(Number(seconds), apiLimits.waitSeconds) }
  }
  return null
}
