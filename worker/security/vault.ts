/** A secret as it is stored: AES-256-GCM, bound to its name. Only the effect that sends a secret opens it. */
export type SealedSecret = { iv: string; data: string }

/** A secret that callers sign with. The value before it counts until `until`, in milliseconds since the epoch. */
export type RotatedSecret = SealedSecret & { previous?: SealedSecret & { until: number } }

const encode = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const decode = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
const utf8 = (text: string) => new TextEncoder().encode(text)

async function keyFrom(master: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', utf8(master), 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: utf8('pavane'), info: utf8('secrets/1') }
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
}

/** Encrypts a secret under a key derived from the master key. */
export async function sealSecret(master: string, name: string, value: string): Promise<SealedSecret> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(name) }
  const data = await crypto.subtle.encrypt(algorithm, await keyFrom(master), utf8(value))
  return { iv: encode(iv), data: encode(new Uint8Array(data)) }
}

/** Decrypts a secret; null when the master key is not the one it was sealed under, or the name is not its own. */
export async function openSecret(master: string, name: string, sealed: SealedSecret): Promise<string | null> {
  const algorithm = { name: 'AES-GCM', iv: decode(sealed.iv), additionalData: utf8(name) }
  try {
    const data = await crypto.subtle.decrypt(algorithm, await keyFrom(master), decode(sealed.data))
    return new TextDecoder().decode(data)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null
    throw error
  }
}

/** The key that secrets are sealed under: `PAVANE_KEY`, else the administrator's token. */
export function masterKey(env: { PAVANE_KEY?: string | null; PAVANE_TOKEN?: string | null }): string | null {
  return env.PAVANE_KEY || env.PAVANE_TOKEN || null
}
