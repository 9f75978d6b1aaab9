import type { FieldType } from '../../../shared/verify/drift/baseline.ts'
import type { Observed } from '../../../shared/verify/drift/observed.ts'
import type { Observation } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { seq: number; effect: string; at: number; fields: string }
type Kept = Observation & { seq: number; effect: string }
type Ring = { size: number; kept: Kept[] }

/** What a check of a run adds to a baseline’s window. */
export type Added = {
  baseline: string
  /** The check: each keeps a window of its own, so that one does not crowd out another’s. */
  check: string
  effect: string
  window: number
  fields: Record<string, { as: FieldType; value: Observed }>
}

/** The last values that drift checks looked at: a bounded ring for each baseline and check. A check writes one row. */
export class Observations {
  readonly #sql: Sql
  readonly #rings = new Map<string, Ring>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Adds what a run observed, once an effect id, and gives the last observations of the check, that one among them. */
  add({ baseline, check, effect, window, fields }: Added, at: number): readonly Observation[] {
    const series = `${baseline}/${check}`
    const ring = this.#ring(series, window)
    if (ring.kept.some((kept) => kept.effect === effect)) return ring.kept.slice(-window)
    const seq = (ring.kept.at(-1)?.seq ?? -1) + 1
    const query = 'INSERT OR REPLACE INTO observations VALUES (?, ?, ?, ?, ?, ?)'
    this.#sql.run(query, series, seq % ring.size, seq, effect, at, JSON.stringify(fields))
    ring.kept = [...ring.kept, { seq, effect, at, fields }].slice(-ring.size)
    return ring.kept.slice(-window)
  }

  /** Everything that is kept for a baseline, oldest first. */
  of(baseline: string): Observation[] {
    // “0” is the character after “/”.
    const query = 'SELECT * FROM observations WHERE series >= ? AND series < ? ORDER BY at, seq'
    const rows = this.#sql.all<Row>(query, `${baseline}/`, `${baseline}0`)
    return rows.map((row) => ({ at: row.at, fields: fieldsOf(row) }))
  }

  /** The ring of a check, as large as any version of the loop that runs wants it. */
  #ring(series: string, window: number): Ring {
    const known = this.#rings.get(series)
    if (known) {
      known.size = Math.max(known.size, window)
      return known
    }
    const rows = this.#sql.all<Row>('SELECT * FROM observations WHERE series = ? ORDER BY seq', series)
    // A ring that was larger leaves rows that no new one takes the place of.
    const tooOld = (rows.at(-1)?.seq ?? 0) - 2 * window
    this.#sql.run('DELETE FROM observations WHERE series = ? AND seq <= ?', series, tooOld)
    const kept = rows.filter(({ seq }) => seq > tooOld).map((row) => ({ ...row, fields: fieldsOf(row) }))
    const ring = { size: window, kept }
    this.#rings.set(series, ring)
    return ring
  }
}

const fieldsOf = ({ fields }: Row) => JSON.parse(fields) as Observation['fields']
