import { defaultWorkspace, type WorkspaceName } from '../../shared/graph/ids.ts'
import {
  type Envelope,
  type Kek,
  type Keyring,
  openUnder,
  rewrapDataKey,
  type Sealed,
  sealUnder,
  type WrappedKey,
} from './envelope.ts'
import { type KeyEnv, keyringOf, mastersOf } from './keyring.ts'

/**
 * A secret as it is stored: under a data key of its own, bound to its name. Only the effect that sends a secret opens it. Without
 * `key` an older release sealed it, right under a key of the environment.
 */
export type SealedSecret = Sealed & { key?: WrappedKey }

/** A secret as runs get it. */
export type RotatedSecret = SealedSecret & {
  /** The value before, which callers may sign with until then, in milliseconds since the epoch. */
  previous?: SealedSecret & { until: number }
  /** The hosts that it may be sent to; any where left out. */
  hosts?: readonly string[]
}

/** Whether a secret is under the current key, under one that is to go, or under none that is there. */
export type SealState = 'current' | 'former' | 'lost'

/** The keys of the environment, and the workspace that a secret is of; the default one when left out. */
type Place = KeyEnv & { workspace?: WorkspaceName }

const contextOf = ({ workspace = defaultWorkspace }: Place, name: string) =>
  workspace === defaultWorkspace ? `secret/${name}` : `secret/@${workspace}/${name}`

/** Encrypts a secret; null when the environment gives no key. */
export async function sealSecret(env: Place, name: string, value: string): Promise<SealedSecret | null> {
  const keyring = await keyringOf(env)
  return keyring && seal(keyring, contextOf(env, name), value)
}

/** Decrypts a secret; null when its key is gone, or the name is not its own. */
export async function openSecret(env: Place, name: string, sealed: SealedSecret): Promise<string | null> {
  const keyring = await keyringOf(env)
  if (!keyring) return null
  const { key, ...value } = sealed
  return key ? openUnder(keyring, contextOf(env, name), { key, value }) : openOlder(env, name, value)
}

/**
 * The secret under the current key, the very same object when it is so already; null when it can't be opened. Of an envelope only the
 * data key is encrypted anew.
 */
export async function resealSecret(
  env: Place,
  name: string,
  sealed: SealedSecret,
): Promise<SealedSecret | null> {
  const keyring = await keyringOf(env)
  if (!keyring) return null
  if (sealed.key) {
    const key = await rewrapDataKey(keyring, contextOf(env, name), sealed.key)
    return key === sealed.key ? sealed : key && { ...sealed, key }
  }
  const value = await openOlder(env, name, sealed)
  return value === null ? null : seal(keyring, contextOf(env, name), value)
}

/** How what is kept in an envelope stands to the keys of the environment. */
export async function envelopeStateOf(env: KeyEnv, context: string, envelope: Envelope): Promise<SealState> {
  const keyring = await keyringOf(env)
  if (!keyring || (await openUnder(keyring, context, envelope)) === null) return 'lost'
  return envelope.key.kek === keyring.current.id ? 'current' : 'former'
}

/** How a secret stands to the keys of the environment. */
export async function sealStateOf(env: Place, name: string, sealed: SealedSecret): Promise<SealState> {
  const current = (await keyringOf(env))?.current.id
  if ((await openSecret(env, name, sealed)) === null) return 'lost'
  return sealed.key?.kek === current ? 'current' : 'former'
}

async function seal(keyring: Keyring, context: string, text: string): Promise<SealedSecret> {
  const { key, value } = await sealUnder(keyring, context, text)
  return { ...value, key }
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const decode = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

/** What releases before envelopes wrote: the value under a key of the environment itself. */
async function openOlder(env: Place, name: string, { iv, data }: Sealed): Promise<string | null> {
  const algorithm = { name: 'AES-GCM', iv: decode(iv), additionalData: utf8(name) }
  for (const master of mastersOf(env)) {
    try {
      const bytes = await crypto.subtle.decrypt(algorithm, await olderKey(master), decode(data))
      return new TextDecoder().decode(bytes)
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'OperationError')) throw error
    }
  }
  return null
}

async function olderKey(master: string): Promise<Kek['key']> {
  const material = await crypto.subtle.importKey('raw', utf8(master), 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: utf8('pavane'), info: utf8('secrets/1') }
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['decrypt'])
}
