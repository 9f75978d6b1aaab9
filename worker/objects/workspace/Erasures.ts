import { createHmac } from 'node:crypto'
import type {
  Erasures as ErasureList,
  ErasureReceipt,
  ErasureRequest,
  SignedReceipt,
} from '../../../shared/api/privacy.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { type Envelope, openUnder } from '../../security/envelope.ts'
import { type KeyEnv, keyringOf } from '../../security/keyring.ts'
import { joinContext } from '../shard/PersonalVault.ts'
import type { ErasedInShard } from '../shard/RunPrivacy.ts'
import type { Sql } from '../storage/Sql.ts'
import type { SigningKey } from './SigningKey.ts'

type Deps = { sql: Sql; env: KeyEnv & { workspace: string }; key: SigningKey }

const unsigned = refuse(
  'configuration-missing',
  'What was erased is erased, but no key is there to sign the receipt.',
)

/** The receipts of what was erased, signed with the key of the workspace. */
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
    return { erasures, publicKey: this.#deps.key.publicKey() }
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
    if (!key) return unsigned
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
    const jws = await this.#deps.key.sign(receipt)
    return jws === null ? unsigned : answer({ receipt, jws })
  }

  keep({ receipt, jws }: SignedReceipt): void {
    const query = 'INSERT INTO erasures VALUES (?, ?, ?, ?)'
    this.#deps.sql.run(query, receipt.at, receipt.id, JSON.stringify(receipt), jws)
  }
}
