import { type Digest, digest } from '../audit/digest.ts'
import type { Json } from '../json.ts'
import type { PersonalValues } from './PersonalValues.ts'

/** Whose decision is being made. Decisions never await, so there is one at a time. */
let current: PersonalValues | null = null

/** Makes a decision over revealed values: within it, `asLogged` tells what of them the log will hold. */
export function knowing<T>(personal: PersonalValues, decide: () => T): T {
  const before = current
  current = personal
  try {
    return decide()
  } finally {
    current = before
  }
}

/**
 * A value of a run as its log holds it. Digests and fingerprints are made of that, so that they can be checked by whoever has the log
 * alone, and tell nothing of what was hidden.
 */
export function asLogged(value: Json): Json {
  return current ? current.conceal(value) : value
}

/** Whether the log holds anything else than what is decided on. */
export function isHidden(): boolean {
  return current !== null
}

/** The digest of what the log holds of a value. */
export function loggedDigest(value: Json): Digest {
  return digest(asLogged(value))
}

/** A text as the log holds it. */
export function textAsLogged(text: string): string {
  return current ? current.concealText(text) : text
}
