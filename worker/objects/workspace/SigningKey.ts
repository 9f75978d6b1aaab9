import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Json } from '../../../shared/json.ts'
import { type Envelope, openUnder, rewrapDataKey, sealUnder } from '../../security/envelope.ts'
import { type KeyEnv, keyringOf } from '../../security/keyring.ts'
import { envelopeStateOf, type SealState } from '../../security/vault.ts'
import type { Sql } from '../storage/Sql.ts'

const sealContext = 'privacy/receipts'

type StoredKey = { publicKey: Record<string, string>; sealed: Envelope }

/** What a workspace signs with (Ed25519): made when it is first needed, and its private half sealed like a secret. */
export class SigningKey {
  readonly #sql: Sql
  readonly #env: KeyEnv

  constructor(sql: Sql, env: KeyEnv) {
    this.#sql = sql
    this.#env = env
  }

  /** The public half as a JWK (RFC 8037); null as long as nothing was signed. */
  publicKey(): Record<string, string> | null {
    return this.#stored()?.publicKey ?? null
  }

  /** How the private half stands to the keys of the environment; null as long as nothing was signed. */
  async state(): Promise<SealState | null> {
    const stored = this.#stored()
    return stored && envelopeStateOf(this.#env, sealContext, stored.sealed)
  }

  /** Brings the private half under the current key. What no key opens stays as it is. */
  async reseal(): Promise<void> {
    const keyring = await keyringOf(this.#env)
    const stored = this.#stored()
    if (!keyring || !stored) return
    const key = await rewrapDataKey(keyring, sealContext, stored.sealed.key)
    if (key === null || key === stored.sealed.key) return
    const anew = JSON.stringify({ ...stored, sealed: { ...stored.sealed, key } })
    this.#sql.run("UPDATE facts SET value = ? WHERE name = 'receipt-key'", anew)
  }

  /** A JWS (RFC 7515, compact) over the value's JSON; null where the environment has no key to seal with. */
  async sign(value: Json): Promise<string | null> {
    const key = await this.#privateKey()
    if (!key) return null
    const bytes = new TextEncoder().encode(JSON.stringify(value))
    return new CompactSign(bytes).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
  }

  #stored(): StoredKey | null {
    const row = this.#sql.first<{ value: string }>("SELECT value FROM facts WHERE name = 'receipt-key'")
    return row ? (JSON.parse(row.value) as StoredKey) : null
  }

  async #privateKey() {
    const keyring = await keyringOf(this.#env)
    if (!keyring) return null
    if (!this.#stored()) {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
      const sealed = await sealUnder(keyring, sealContext, JSON.stringify(await exportJWK(privateKey)))
      const made = JSON.stringify({ publicKey: await exportJWK(publicKey), sealed })
      this.#sql.run("INSERT INTO facts VALUES ('receipt-key', ?) ON CONFLICT DO NOTHING", made)
    }
    const stored = this.#stored()
    const text = stored && (await openUnder(keyring, sealContext, stored.sealed))
    return text ? importJWK(JSON.parse(text) as JWK, 'EdDSA') : null
  }
}
