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
