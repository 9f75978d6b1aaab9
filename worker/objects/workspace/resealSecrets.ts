import type { KeyEnv } from '../../security/keyring.ts'
import { resealSecret, type SealedSecret } from '../../security/vault.ts'
import type { Secrets, Stored } from './Secrets.ts'

/** How many values were sealed anew, and the secrets that no key opens. */
export type Resealed = { resealed: number; lost: string[] }

/**
 * Brings every secret under the current key. Each is written by itself and only if nobody replaced it meanwhile, so it may be
 * interrupted anywhere and done again: what is under the current key is left alone.
 */
export async function resealSecrets(
  secrets: Pick<Secrets, 'stored'>,
  keys: KeyEnv,
  replace: (stored: Stored, anew: SealedSecret) => boolean,
): Promise<Resealed> {
  let resealed = 0
  const lost = new Set<string>()
  for (const stored of secrets.stored()) {
    const anew = await resealSecret(keys, stored.name, stored.sealed)
    if (anew === null) lost.add(stored.name)
    else if (anew !== stored.sealed && replace(stored, anew)) resealed += 1
  }
  return { resealed, lost: [...lost].toSorted() }
}
