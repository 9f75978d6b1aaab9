import type { PlanPage, PlanQuery, RegisteredPlan } from '../../../shared/api/plans.ts'
import { type PackedText, packText, unpackText } from '../storage/packedText.ts'
import type { Sql } from '../storage/Sql.ts'

/**
 * Plans that were proposed in a shard (`RegisteredPlan[]` as JSON, which is kept as it is), how many, and since when. `mayRepeat`: some
 * of them may have been reported before.
 */
export type PlanBatch = { plans: PackedText; count: number; since: number; mayRepeat: boolean }

type Row = { id: number; plans: PackedText }

const plansIn = ({ plans }: Pick<Row, 'plans'>) => JSON.parse(unpackText(plans)) as RegisteredPlan[]

/** The newest plans that are kept, at least: the oldest rows go when those that stay hold as many. */
export const keptPlans = 10_000

/** A row’s id is when it was written, in microseconds; clocks of objects may differ by this. */
const skewMs = 60_000
const rowsAtOnce = 8
const defaultLimit = 50

/** The plans that a loop's planners proposed, as its shards report them: one row a batch. */
export class PlanRegistry {
  readonly #sql: Sql
  #count: number | null = null

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Takes a batch. Of one that may have been taken before, only what is not there yet. */
  add(batch: PlanBatch): void {
    const { plans, count } = batch.mayRepeat ? this.#unknown(batch) : batch
    if (count === 0) return
    const last = this.#sql.first<{ id: number | null }>('SELECT max(id) AS id FROM plans')?.id ?? 0
    const id = Math.max(Date.now() * 1000, last + 1)
    this.#sql.run('INSERT INTO plans VALUES (?, ?, ?)', id, count, plans)
    this.#count = this.#total() + (this.#count === null ? 0 : count)
    this.#prune()
  }

  /** Newest first. */
  page({ planner, digest, run, cursor, limit = defaultLimit }: PlanQuery): PlanPage {
    const isAsked = (plan: RegisteredPlan) =>
      (planner === undefined || plan.provenance.planner === planner) &&
      (digest === undefined || plan.digest === digest) &&
      (run === undefined || plan.run === run)
    const plans: RegisteredPlan[] = []
    let last = ''
    for (const { plan, place } of this.#newest(cursor)) {
      if (!isAsked(plan)) continue
      // One more than was asked for says that there is another page, which begins behind the last that is shown.
      if (plans.length === limit) return { plans, next: last }
      plans.push(plan)
      last = place
    }
    return { plans, next: null }
  }

  /** Every plan behind the cursor, newest first, with the cursor that stands for it. */
  *#newest(cursor: string | undefined): Generator<{ plan: RegisteredPlan; place: string }> {
    let [from = Number.MAX_SAFE_INTEGER, end = Number.MAX_SAFE_INTEGER] = cursor?.split('.').map(Number) ?? []
    for (;;) {
      const query = 'SELECT id, plans FROM plans WHERE id <= ? ORDER BY id DESC LIMIT ?'
      const rows = this.#sql.all<Row>(query, from, rowsAtOnce)
      for (const row of rows) {
        const { id } = row
        const behind = [...plansIn(row).entries()].filter(([index]) => id < from || index < end).reverse()
        for (const [index, plan] of behind) yield { plan, place: `${id}.${index}` }
      }
      const oldest = rows.at(-1)
      if (!oldest || rows.length < rowsAtOnce) return
      from = oldest.id - 1
      end = Number.MAX_SAFE_INTEGER
    }
  }

  #unknown({ plans, since }: PlanBatch): Pick<PlanBatch, 'plans' | 'count'> {
    const query = 'SELECT id, plans FROM plans WHERE id >= ?'
    const rows = this.#sql.all<Row>(query, Math.max(0, since - skewMs) * 1000)
    const known = new Set(rows.flatMap((row) => plansIn(row).map(nameOf)))
    const added = plansIn({ plans }).filter((plan) => !known.has(nameOf(plan)) && known.add(nameOf(plan)))
    return { plans: packText(JSON.stringify(added)), count: added.length }
  }

  #total(): number {
    return this.#count ?? this.#sql.first<{ n: number | null }>('SELECT sum(count) AS n FROM plans')?.n ?? 0
  }

  #prune(): void {
    for (;;) {
      const oldest = this.#sql.first<{ id: number; count: number }>('SELECT id, count FROM plans LIMIT 1')
      if (!oldest || this.#total() - oldest.count < keptPlans) return
      this.#sql.run('DELETE FROM plans WHERE id = ?', oldest.id)
      this.#count = this.#total() - oldest.count
    }
  }
}

const nameOf = ({ run, version }: RegisteredPlan) => `${run} ${version}`
