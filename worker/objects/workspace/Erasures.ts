import { createHmac } from 'node:crypto'
import { CompactSign, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type {
  Erasures as ErasureList,
  ErasureReceipt,
  ErasureRequest,
  SignedReceipt,
} from '../../../shared/api/privacy.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { type Envelope, openUnder, sealUnder } from '../../security/envelope.ts'
import { type KeyEnv, keyringOf } from '../../security/keyring.ts'
import { joinContext } from '../shard/PersonalVault.ts'
import type { ErasedInShard } from '../shard/RunPrivacy.ts'
import type { Sql } from '../storage/Sql.ts'

const receiptContext = 'privacy/receipts'

type StoredKey = { publicKey: Record<string, string>; sealed: Envelope }
type Deps = { sql: Sql; env: KeyEnv & { workspace: string } }

/** The receipts of what was erased, signed with a key of the workspace (Ed25519), whose private half is sealed like a secret. */
export class Erasures {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(): ErasureList {
    const rows = this.#deps.sql.all<{ receipt: string; jws: string }>(
      'SELECT receipt, jws FROM erasures ORDER BY at DESC, id LIMIT 200',
    )
    const erasures = rows.map(({ receipt, jws }) => ({ receipt: JSON.parse(receipt) as ErasureReceipt, jws }))
    return { erasures, publicKey: this.#stored()?.publicKey ?? null }
  }

  /** Signs what was erased. `joinKey` makes the fingerprint of the person. */
  async sign(
    { subject, reason }: ErasureRequest,
    { runs, waiting, values, loops }: ErasedInShard & { loops: number },
    by: string,
    joinKey: Envelope | null,
  ): Promise<Answer<SignedReceipt>> {
    const { env } = this.#deps
    const keyring = await keyringOf(env)
    const key = keyring && joinKey && (await openUnder(keyring, joinContext, joinKey))
    const signing = keyring && (await this.#signingKey())
    if (!key || !signing)
      return refuse(
        'configuration-missing',
        'What was erased is erased, but no key is there to sign the receipt.',
      )
    const receipt: ErasureReceipt = {
      format: 'pavane.erasure/1',
      id: crypto.randomUUID(),
      workspace: env.workspace,
      at: Date.now(),
      by,
      reason,
      subject: createHmac('sha256', Buffer.from(key, 'base64'))
        .update(`subject/${subject.trim().toLowerCase()}`)
        .digest('base64url'),
      runs,
      waiting,
      values,
      loops,
    }
    const bytes = new TextEncoder().encode(JSON.stringify(receipt))
    const jws = await new CompactSign(bytes).setProtectedHeader({ alg: 'EdDSA' }).sign(signing)
    return answer({ receipt, jws })
  }

  keep({ receipt, jws }: SignedReceipt): void {
    const query = 'INSERT INTO erasures VALUES (?, ?, ?, ?)'
    this.#deps.sql.run(query, receipt.at, receipt.id, JSON.stringify(receipt), jws)
  }

  #stored(): StoredKey | null {
    const row = this.#deps.sql.first<{ value: string }>("SELECT value FROM facts WHERE name = 'receipt-key'")
    return row ? (JSON.parse(row.value) as StoredKey) : null
  }

  async #signingKey() {
    const keyring = await keyringOf(this.#deps.env)
    if (!keyring) return null
    if (!this.#stored()) {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
      const sealed = await sealUnder(keyring, receiptContext, JSON.stringify(await exportJWK(privateKey)))
      const made = JSON.stringify({ publicKey: await exportJWK(publicKey), sealed })
      this.#deps.sql.run("INSERT INTO facts VALUES ('receipt-key', ?) ON CONFLICT DO NOTHING", made)
    }
    const stored = this.#stored()
    const text = stored && (await openUnder(keyring, receiptContext, stored.sealed))
    return text ? importJWK(JSON.parse(text) as JWK, 'EdDSA') : null
  }
}
