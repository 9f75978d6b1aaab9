import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Program } from '../../../shared/compile/program.ts'
import type { PersonalValue, PersonalValues } from '../../../shared/privacy/PersonalValues.ts'
import { isPersonal, personalOf } from '../../../shared/privacy/personalOf.ts'
import { kindOf, type Token } from '../../../shared/privacy/token.ts'
import { type Envelope, type Keyring, openUnder, rewrapDataKey, sealUnder } from '../../security/envelope.ts'
import { type KeyEnv, keyringOf } from '../../security/keyring.ts'
import { envelopeStateOf, type SealState } from '../../security/vault.ts'
import type { Settings } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { key: string; sealed: string; joins: number }

/** The values of a run whose tokens are known, and the key that makes more of them. */
type Held = { runKey: Buffer; joins: boolean }

/** What the workspace's key for joining is bound to. */
export const joinContext = 'personal/join'

/** Values that another run hands over with its tokens: those of a child's input, or of its answer. */
export type HandedOver = readonly (readonly [Token, PersonalValue])[]

/**
 * The personal values of a shard's runs. Each run has a random key, under which its values are encrypted (AES-256-GCM); run keys are
 * wrapped by the shard's key, and that one by the key of the environment. To forget a run's values is to drop its key. A turn writes in
 * its own transaction what its events hold tokens of, so there is no log whose values were never kept.
 */
export class PersonalVault {
  readonly #sql: Sql
  readonly #env: KeyEnv
  /** What the shard's key is bound to. */
  readonly #context: string
  readonly #held = new WeakMap<PersonalValues, Held>()
  #shardKey: Buffer | null = null
  #joinKey: Buffer | null = null
  #sealedJoinKey: string | null = null

  constructor(sql: Sql, env: KeyEnv, context: string) {
    this.#sql = sql
    this.#env = env
    this.#context = context
  }

  /** Opens the keys, or makes the shard's: to be awaited before a turn of a run with personal values. False when the environment gives none. */
  async prepare({ personal }: Pick<Settings, 'personal'>): Promise<boolean> {
    const sealedJoinKey = personal ? JSON.stringify(personal) : null
    if (this.#shardKey && sealedJoinKey === this.#sealedJoinKey) return true
    const keyring = await keyringOf(this.#env)
    if (!keyring) return false
    this.#shardKey ??= await this.#shardKeyOf(keyring)
    const joinKey = personal ? await openUnder(keyring, joinContext, personal) : null
    this.#joinKey = joinKey === null ? null : Buffer.from(joinKey, 'base64')
    this.#sealedJoinKey = sealedJoinKey
    return this.#shardKey !== null
  }

  /** The shard's key, made when there is none; null when it can't be opened. It comes under the environment's current key when that has changed. */
  async #shardKeyOf(keyring: Keyring): Promise<Buffer | null> {
    if (!this.#stored()) {
      const made = await sealUnder(keyring, this.#context, Buffer.from(randomBytes(32)).toString('base64'))
      // Two may come here at once: the first one's counts.
      this.#sql.run(
        "INSERT INTO facts VALUES ('personal-key', ?) ON CONFLICT DO NOTHING",
        JSON.stringify(made),
      )
    }
    const stored = this.#stored()
    if (!stored) return null
    const key = await openUnder(keyring, this.#context, stored)
    const wrapped = await rewrapDataKey(keyring, this.#context, stored.key)
    if (key === null || wrapped === null) return null
    if (wrapped !== stored.key)
      this.#sql.run(
        "UPDATE facts SET value = ? WHERE name = 'personal-key'",
        JSON.stringify({ ...stored, key: wrapped }),
      )
    return Buffer.from(key, 'base64')
  }

  /** Whether runs with personal values can be started. */
  get isReady(): boolean {
    return this.#shardKey !== null
  }

  /** The values of a new run; null where it has none. */
  begin(program: Program, handed: HandedOver = []): PersonalValues | null {
    if (!isPersonal(program) && handed.length === 0) return null
    const runKey = randomBytes(32)
    const joins = program.trigger.personal?.join === true && this.#joinKey !== null
    const personal = personalOf(program, this.#tokenKey(runKey, joins))
    for (const [token, value] of handed) personal.learn(value, kindOf(token))
    this.#held.set(personal, { runKey, joins })
    return personal
  }

  /** The values of a run that is on record; null where it has none. What was forgotten stays a token. */
  of(run: string, program: Program): PersonalValues | null {
    const row = this.#row(run)
    if (!row) return isPersonal(program) ? this.#without(program) : null
    const { runKey, values } = this.#unsealed(run, row)
    const joins = row.joins === 1
    const personal = personalOf(program, this.#tokenKey(runKey, joins), values)
    this.#held.set(personal, { runKey, joins })
    return personal
  }

  /** The values of a run, by their tokens; none where they were forgotten. */
  valuesOf(run: string): ReadonlyMap<Token, PersonalValue> {
    const row = this.#row(run)
    return new Map(row ? this.#unsealed(run, row).values : [])
  }

  #unsealed(run: string, row: Row): { runKey: Buffer; values: [Token, PersonalValue][] } {
    const runKey = this.#open(this.#needKey(), `run/${run}`, row.key)
    const text = this.#open(runKey, `values/${run}`, row.sealed).toString()
    return { runKey, values: JSON.parse(text) as [Token, PersonalValue][] }
  }

  /** Writes what became known, within the turn whose events hold its tokens. */
  write(run: string, personal: PersonalValues | null): void {
    if (!personal?.hasFresh) return
    const held = this.#held.get(personal)
    if (!held) throw new Error('Values are kept by whoever gave them out')
    const { runKey, joins } = held
    const key = this.#seal(this.#needKey(), `run/${run}`, runKey)
    const sealed = this.#seal(runKey, `values/${run}`, Buffer.from(JSON.stringify([...personal.values])))
    const query = 'INSERT OR REPLACE INTO personal (run, key, sealed, joins) VALUES (?, ?, ?, ?)'
    this.#sql.run(query, run, key, sealed, joins ? 1 : 0)
  }

  /** Drops the key of a run and with it its values. What its row held is written over first. */
  forget(run: string): boolean {
    if (!this.#row(run)) return false
    this.#sql.run(
      'UPDATE personal SET key = zeroblob(length(key)), sealed = zeroblob(length(sealed)) WHERE run = ?',
      run,
    )
    this.#sql.run('DELETE FROM personal WHERE run = ?', run)
    return true
  }

  /** Whether anything is kept here: then the keys are needed. */
  get isUsed(): boolean {
    return this.#stored() !== null
  }

  /** How the key that wraps the runs' keys stands to those of the environment; null where no run has any. */
  async keyState(): Promise<SealState | null> {
    const stored = this.#stored()
    return stored && envelopeStateOf(this.#env, this.#context, stored)
  }

  /** The runs that have values, in their order, after one. */
  runs(after: string, limit: number): string[] {
    return this.#sql
      .all<{ run: string }>('SELECT run FROM personal WHERE run > ? ORDER BY run LIMIT ?', after, limit)
      .map(({ run }) => run)
  }

  /** A text that others store in place of one that holds something personal: equal for equal texts, in this shard. */
  opaque(text: string): string {
    return createHmac('sha256', this.#needKey()).update(text).digest('base64url')
  }

  /** The same in the whole workspace. */
  opaqueEverywhere(text: string): string {
    return createHmac('sha256', this.#joinKey ?? this.#needKey())
      .update(text)
      .digest('base64url')
  }

  /** Values of which nothing is known any more: what else is personal can't be told, and nothing is added. */
  #without(program: Program): PersonalValues {
    const runKey = randomBytes(32)
    const personal = personalOf(program, runKey)
    this.#held.set(personal, { runKey, joins: false })
    return personal
  }

  #tokenKey(runKey: Buffer, joins: boolean): Uint8Array {
    if (joins && this.#joinKey) return this.#joinKey
    return createHmac('sha256', runKey).update('tokens').digest()
  }

  #row(run: string): Row | undefined {
    return this.#sql.first<Row>('SELECT * FROM personal WHERE run = ?', run)
  }

  #stored(): Envelope | null {
    const row = this.#sql.first<{ value: string }>("SELECT value FROM facts WHERE name = 'personal-key'")
    return row ? (JSON.parse(row.value) as Envelope) : null
  }

  #needKey(): Buffer {
    if (!this.#shardKey) throw new Error('The key that personal values are kept under can’t be opened')
    return this.#shardKey
  }

  #seal(key: Buffer, context: string, plain: Buffer): string {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    cipher.setAAD(Buffer.from(context))
    const data = Buffer.concat([cipher.update(plain), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), data]).toString('base64')
  }

  #open(key: Buffer, context: string, sealed: string): Buffer {
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  }
}
