import { deriveKek, type Kek, type Keyring } from './envelope.ts'

/** What the environment says about keys. */
export type KeyEnv = {
  PAVANE_KEY?: string | null
  /** Keys that `PAVANE_KEY` had before, separated by commas or spaces. */
  PAVANE_KEY_PREVIOUS?: string | null
  PAVANE_TOKEN?: string | null
}

/**
 * The texts that keys are derived from, the current one first: `PAVANE_KEY`, else the administrator's token. Where a key took
 * the token's place, the token still opens what was sealed under it.
 */
export function mastersOf({ PAVANE_KEY, PAVANE_KEY_PREVIOUS, PAVANE_TOKEN }: KeyEnv): string[] {
  const former = (PAVANE_KEY_PREVIOUS ?? '').split(/[\s,]+/)
  const masters = [PAVANE_KEY ?? '', ...(PAVANE_KEY ? former : []), PAVANE_TOKEN ?? '', ...former]
  return [...new Set(masters.filter((master) => master !== ''))]
}

/** What a key must have: one of 32 random bytes in base64 has more. */
const leastCharacters = 32

/** What is wrong with the key that secrets would be sealed under; null when nothing is. */
export function keyFault(env: KeyEnv): string | null {
  if (mastersOf(env).length === 0) return 'Set PAVANE_KEY or PAVANE_TOKEN: secrets are encrypted under it.'
  if (!env.PAVANE_KEY || env.PAVANE_KEY.length >= leastCharacters) return null
  return `PAVANE_KEY is too short to protect secrets: take ${leastCharacters} random characters or more (openssl rand -base64 32).`
}

/** Derived once a process: an effect that needs a secret does not wait for it again. */
const derived = new Map<string, Promise<Kek>>()

function kekOf(master: string): Promise<Kek> {
  const known = derived.get(master) ?? deriveKek(master)
  derived.set(master, known)
  return known
}

/** The keys of this server; null when the environment gives none. */
export async function keyringOf(env: KeyEnv): Promise<Keyring | null> {
  const [current, ...previous] = await Promise.all(mastersOf(env).map(kekOf))
  return current ? { current, previous } : null
}

/** The text that keys are derived from now; null when the environment gives none. */
export const masterKey = (env: KeyEnv): string | null => mastersOf(env)[0] ?? null
