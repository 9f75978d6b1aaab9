/**
 * Envelope encryption (NIST SP 800-57 part 1, 5.3.6): a data key for each thing that is kept, wrapped by a key-encryption key
 * (KEK) that is derived from the environment and stored nowhere. To rotate the KEK only wrapped keys are written again. AES-256-GCM
 * throughout, WebCrypto alone. A context binds every ciphertext to its place (`secret/stripe`, `run/refund.0.…`): moved elsewhere it
 * does not open.
 */

/** A key-encryption key. Its id is derived from the key and tells nothing of it. */
export type Kek = { id: string; key: CryptoKey }

/** What wraps now, and what wrapped before and still opens. */
export type Keyring = { current: Kek; previous: readonly Kek[] }

/** Encrypted bytes in base64; the tag stands at their end. */
export type Sealed = { iv: string; data: string }

/** A data key, encrypted under the KEK of that id. */
export type WrappedKey = Sealed & { kek: string }

/** A value under a data key of its own, which is wrapped beside it. */
export type Envelope = { key: WrappedKey; value: Sealed }

const utf8 = (text: string) => new TextEncoder().encode(text)
const encode = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const decode = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

/** Derives the KEK of a master text that has 128 bits of entropy or more (HKDF-SHA-256, RFC 5869). */
export async function deriveKek(master: string): Promise<Kek> {
  const material = await crypto.subtle.importKey('raw', utf8(master), 'HKDF', false, [
    'deriveKey',
    'deriveBits',
  ])
  const derivation = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: utf8('pavane'),
    info: utf8(info),
  })
  const key = await crypto.subtle.deriveKey(
    derivation('kek/1'),
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
  const id = await crypto.subtle.deriveBits(derivation('kek-id/1'), material, 64)
  return {
    id: Array.from(new Uint8Array(id), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    key,
  }
}

/** A new data key. It can be wrapped, hence exported; one that was unwrapped can't be. */
export const newDataKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [
    'encrypt',
    'decrypt',
  ]) as Promise<CryptoKey>

/** Encrypts a data key under the current KEK, bound to the context. */
export async function wrapDataKey(
  { current }: Keyring,
  context: string,
  dataKey: CryptoKey,
): Promise<WrappedKey> {
  const raw = new Uint8Array((await crypto.subtle.exportKey('raw', dataKey)) as ArrayBuffer)
  return { kek: current.id, ...(await encrypt(current.key, `key:${context}`, raw)) }
}

/** The data key, to use and not to export; null when its KEK is gone, or the context is not its own. */
export async function unwrapDataKey(
  keyring: Keyring,
  context: string,
  wrapped: WrappedKey,
): Promise<CryptoKey | null> {
  const raw = await rawKeyOf(keyring, context, wrapped)
  return raw && crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Wraps a data key under the current KEK, whichever wrapped it; the very same object when that is so already. Null as in `unwrapDataKey`. */
export async function rewrapDataKey(
  keyring: Keyring,
  context: string,
  wrapped: WrappedKey,
): Promise<WrappedKey | null> {
  const { current } = keyring
  if (wrapped.kek === current.id) return wrapped
  const raw = await rawKeyOf(keyring, context, wrapped)
  return raw && { kek: current.id, ...(await encrypt(current.key, `key:${context}`, raw)) }
}

/** Encrypts a text with a data key, bound to the context. */
export const sealWith = (dataKey: CryptoKey, context: string, text: string): Promise<Sealed> =>
  encrypt(dataKey, `value:${context}`, utf8(text))

/** The text; null when the key or the context is not the one that it was sealed with, or a bit was changed. */
export async function openWith(dataKey: CryptoKey, context: string, sealed: Sealed): Promise<string | null> {
  const bytes = await decrypt(dataKey, `value:${context}`, sealed)
  return bytes && new TextDecoder().decode(bytes)
}

/** Encrypts a text under a data key of its own. */
export async function sealUnder(keyring: Keyring, context: string, text: string): Promise<Envelope> {
  const dataKey = await newDataKey()
  return {
    key: await wrapDataKey(keyring, context, dataKey),
    value: await sealWith(dataKey, context, text),
  }
}

/** The text of an envelope; null when the KEK is gone, the context is not its own, or a bit was changed. */
export async function openUnder(
  keyring: Keyring,
  context: string,
  { key, value }: Envelope,
): Promise<string | null> {
  const dataKey = await unwrapDataKey(keyring, context, key)
  return dataKey && openWith(dataKey, context, value)
}

async function rawKeyOf(
  { current, previous }: Keyring,
  context: string,
  wrapped: WrappedKey,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const kek = [current, ...previous].find(({ id }) => id === wrapped.kek)
  return kek ? decrypt(kek.key, `key:${context}`, wrapped) : null
}

async function encrypt(key: CryptoKey, bound: string, bytes: Uint8Array): Promise<Sealed> {
  // Random nonces are safe for 2^32 encryptions under one key (NIST SP 800-38D, 8.3); each thing kept has a key of its own.
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(bound) }, key, bytes)
  return { iv: encode(iv), data: encode(new Uint8Array(data)) }
}

async function decrypt(
  key: CryptoKey,
  bound: string,
  { iv, data }: Sealed,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const algorithm = { name: 'AES-GCM', iv: decode(iv), additionalData: utf8(bound) }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, decode(data)))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null
    throw error
  }
}
