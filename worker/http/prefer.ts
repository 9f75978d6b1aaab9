import { apiLimits } from '../../shared/api/limits.ts'

/** What a caller prefers (RFC 7240): how long to wait for the outcome, and whether the run is enough of an answer where it takes longer. */
export type Preference = { wait: number | null; respondAsync: boolean } | null

/** Reads `Prefer`. What is not understood is ignored, as the RFC asks; a wait beyond the limit is cut to it. */
export function readPrefer(header: string | null): Preference {
  if (header === null) return null
  const preferences = header.split(',').map((part) => (part.split(';')[0] ?? '').trim().toLowerCase())
  const respondAsync = preferences.includes('respond-async')
  const wait = preferences.map(secondsIn).find((seconds) => seconds !== null) ?? null
  return wait === null && !respondAsync ? null : { wait, respondAsync }
}

function secondsIn(preference: string): number | null {
  const seconds = /^wait\s*=\s*"?(\d{1,6})"?$/.exec(preference)?.[1]
  return seconds === undefined ? null : Math.min(Number(seconds), apiLimits.waitSeconds)
}
