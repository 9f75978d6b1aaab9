import type { PutSecret, SecretInfo } from '../../../shared/api/workspace.ts'
import type { KeyEnv } from '../../security/keyring.ts'
import { type RotatedSecret, type SealedSecret, sealStateOf } from '../../security/vault.ts'
import type { Sql } from '../storage/Sql.ts'

/** Where a secret may be used from now on: null is anywhere, and what is left out stays as it is. */
export type Restriction = Pick<PutSecret, 'hosts' | 'loops'>

/** A value that is stored, and where: the secret's own or the one before it. */
export type Stored = { table: 'secrets' | 'previous_secrets'; name: string; sealed: SealedSecret }

type SealedRow = { name: string; iv: string; data: string; wrapped: string | null }
type Row = SealedRow & {
  updated_at: number
  updated_by: string
  hosts: string | null
  loops: string | null
}
type PreviousRow = SealedRow & { until: number }

/** The secrets, sealed. Nothing here can read one. */
export class Secrets {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async list(keys: KeyEnv): Promise<SecretInfo[]> {
    const now = Date.now()
    const previous = this.#previous()
    return Promise.all(
      this.#rows().map(async (row) => {
        const until = previous.get(row.name)?.until ?? 0
        return infoOf(row, await sealStateOf(keys, row.name, sealedOf(row)), until > now ? until : null)
      }),
    )
  }

  /** What a loop's runs get. */
  sealedFor(loop: string): Record<string, RotatedSecret> {
    const previous = this.#previous()
    const rows = this.#rows().filter(({ loops }) => listOf(loops)?.includes(loop) ?? true)
    return Object.fromEntries(
      rows.map((row) => {
        const before = previous.get(row.name)
        const hosts = listOf(row.hosts)
        return [
          row.name,
          {
            ...sealedOf(row),
            ...(before ? { previous: { ...sealedOf(before), until: before.until } } : {}),
            ...(hosts ? { hosts } : {}),
          },
        ]
      }),
    )
  }

  has(name: string): boolean {
    return this.#row(name) !== undefined
  }

  /** Sets a secret. The value before it counts for that many seconds more where callers sign with it. */
  put(name: string, sealed: SealedSecret, by: string, keepPreviousSeconds: number): void {
    const updatedAt = Date.now()
    this.#sql.run('DELETE FROM previous_secrets WHERE name = ? OR until <= ?', name, updatedAt)
    if (keepPreviousSeconds > 0)
      this.#sql.run(
        `INSERT INTO previous_secrets (name, iv, data, wrapped, until)
         SELECT name, iv, data, wrapped, ? FROM secrets WHERE name = ?`,
        updatedAt + keepPreviousSeconds * 1000,
        name,
      )
    this.#sql.run(
      `INSERT INTO secrets (name, iv, data, wrapped, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET iv = excluded.iv, data = excluded.data, wrapped = excluded.wrapped,
         updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      name,
      sealed.iv,
      sealed.data,
      wrappedText(sealed),
      updatedAt,
      by,
    )
  }

  restrict(name: string, { hosts, loops }: Restriction): void {
    const text = (list: readonly string[] | null) => (list === null ? null : JSON.stringify(list))
    if (hosts !== undefined) this.#sql.run('UPDATE secrets SET hosts = ? WHERE name = ?', text(hosts), name)
    if (loops !== undefined) this.#sql.run('UPDATE secrets SET loops = ? WHERE name = ?', text(loops), name)
  }

  delete(name: string): boolean {
    this.#sql.run('DELETE FROM previous_secrets WHERE name = ?', name)
    return this.#sql.all<Row>('DELETE FROM secrets WHERE name = ? RETURNING *', name).length > 0
  }

  stored(): Stored[] {
    const previous = [...this.#previous().values()]
    return [
      ...this.#rows().map((row) => ({ table: 'secrets' as const, name: row.name, sealed: sealedOf(row) })),
      ...previous.map((row) => ({
        table: 'previous_secrets' as const,
        name: row.name,
        sealed: sealedOf(row),
      })),
    ]
  }

  /** Puts a value that was sealed anew in its place; false when another value has taken it meanwhile. */
  replace({ table, name, sealed }: Stored, anew: SealedSecret): boolean {
    const query = `UPDATE ${table} SET iv = ?, data = ?, wrapped = ? WHERE name = ? AND iv = ? AND data = ? RETURNING name`
    const { iv, data } = anew
    return this.#sql.all(query, iv, data, wrappedText(anew), name, sealed.iv, sealed.data).length > 0
  }

  #row(name: string): Row | undefined {
    return this.#sql.all<Row>('SELECT * FROM secrets WHERE name = ?', name)[0]
  }

  #rows(): Row[] {
    return this.#sql.all<Row>('SELECT * FROM secrets ORDER BY name')
  }

  #previous(): Map<string, PreviousRow> {
    return new Map(this.#sql.all<PreviousRow>('SELECT * FROM previous_secrets').map((row) => [row.name, row]))
  }
}

const wrappedText = ({ key }: SealedSecret) => (key ? JSON.stringify(key) : null)

const listOf = (text: string | null) => (text === null ? null : (JSON.parse(text) as string[]))

const sealedOf = ({ iv, data, wrapped }: SealedRow): SealedSecret => ({
  iv,
  data,
  ...(wrapped === null ? {} : { key: JSON.parse(wrapped) as NonNullable<SealedSecret['key']> }),
})

const infoOf = (row: Row, sealed: SecretInfo['sealed'], previousUntil: number | null): SecretInfo => ({
  name: row.name,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by,
  previousUntil,
  hosts: listOf(row.hosts),
  loops: listOf(row.loops),
  sealed,
})

/** What the log of changes says of a secret that was set. */
export function describeSecret(
  hasValue: boolean,
  keepPreviousSeconds: number,
  { hosts, loops }: Restriction,
): string {
  const places = (noun: string, list: readonly string[] | null | undefined) => {
    if (list === undefined) return []
    return [list === null ? `for any ${noun}` : `for the ${noun}s ${list.join(', ') || '(none)'}`]
  }
  return [
    ...(hasValue ? ['a new value'] : []),
    ...(keepPreviousSeconds > 0 ? [`the value before counts for ${keepPreviousSeconds} s`] : []),
    ...places('host', hosts),
    ...places('loop', loops),
  ].join(', ')
}
