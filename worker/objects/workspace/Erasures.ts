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
import type { JoinKey } from './JoinKey.ts'
import type { SigningKey } from './SigningKey.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

type Deps = {
  env: KeyEnv & { workspace: string }
  store: WorkspaceStore
  key: SigningKey
  joinKey: JoinKey
}

export type Erased = ErasedInShard & { loops: number }

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
    const rows = this.#deps.store.sql.all<{ receipt: string; jws: string }>(
      'SELECT receipt, jws FROM erasures ORDER BY at DESC, id LIMIT 200',
    )
    const erasures = rows.map(({ receipt, jws }) => ({ receipt: JSON.parse(receipt) as ErasureReceipt, jws }))
    return { erasures, publicKey: this.#deps.key.publicKey() }
  }

  /** Signs what was erased, and keeps the receipt and who did it, both or neither. */
  async record(request: ErasureRequest, erased: Erased, by: string): Promise<Answer<SignedReceipt>> {
    const { store, joinKey } = this.#deps
    await joinKey.keep()
    const signed = await this.#sign(request, erased, by, joinKey.stored())
    if (!signed.ok) return signed
    const { id, runs, waiting } = signed.value.receipt
    const detail = `${runs.length} runs, ${waiting.length} once they have ended`
    const told = { detail, reason: request.reason }
    store.change(by, 'personal.erased', id, () => this.#keep(signed.value), told)
    return signed
  }

  /** `joinKey` makes the fingerprint of the person. */
  async #sign(
    { subject, reason }: ErasureRequest,
    { runs, waiting, values, loops }: Erased,
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

  #keep({ receipt, jws }: SignedReceipt): void {
    const query = 'INSERT INTO erasures VALUES (?, ?, ?, ?)'
    this.#deps.store.sql.run(query, receipt.at, receipt.id, JSON.stringify(receipt), jws)
  }
}
