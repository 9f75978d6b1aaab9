import type { RunEvent } from '../../../shared/engine/event.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import {
  type ApprovalEntry,
  approvalEntryAfter,
  isApprovalEvent,
  newApprovalEntry,
  placeOf,
  placesInOrder,
  readApprovalEntry,
  waitsFor,
} from '../../../shared/projections/approvals.ts'
import type { ApprovalFilter, ApprovalsOfShard } from '../peoplePorts.ts'
import type { Sql } from '../storage/Sql.ts'
import type { EventLog } from './EventLog.ts'
import type { LiveRun } from './LiveRuns.ts'

type Row = { entry: string }

/**
 * What people are asked about in the runs of a shard. A request and its end are a row each, in the transaction of their turn; runs that ask
 * nobody write none. What is open is kept in memory, since it is looked at most.
 */
export class Approvals {
  readonly #sql: Sql
  readonly #log: EventLog
  readonly #open = new Map<string, ApprovalEntry>()

  constructor(sql: Sql, log: EventLog) {
    this.#sql = sql
    this.#log = log
    for (const { entry } of sql.all<Row>("SELECT entry FROM approvals WHERE status = 'open'"))
      this.#keep(entry)
  }

  /** Writes what a turn asked and settled. It is known to this memory once `keep` is told. */
  write({ program: { program } }: LiveRun, state: RunState, events: readonly RunEvent[]): ApprovalEntry[] {
    if (state.status === 'new' || state.approvals.length === 0) return []
    const changed = new Map<string, ApprovalEntry>()
    for (const event of events) {
      if (!isApprovalEvent(event)) continue
      const id = event.data.approval
      const before = changed.get(id) ?? this.#open.get(id)
      const entry =
        event.type === 'approval.requested'
          ? newApprovalEntry(program, state, event.data)
          : before && approvalEntryAfter(before, event)
      // What was asked and settled in one turn is as its last event says.
      if (entry) changed.set(id, event.type === 'approval.requested' ? asAsked(entry) : entry)
    }
    for (const entry of changed.values()) this.#write(entry)
    return [...changed.values()]
  }

  /** Takes note of entries that are on record. */
  keep(entries: readonly ApprovalEntry[]): void {
    for (const entry of entries)
      if (entry.status === 'open') this.#open.set(entry.approval, entry)
      else this.#open.delete(entry.approval)
  }

  /** Adds what a run waits for from before there was this table. */
  found({ run, program: { program }, state }: LiveRun): void {
    if (state.status !== 'active') return
    const missing = state.approvals.filter(({ id, status }) => status === 'open' && !this.#open.has(id))
    if (missing.length === 0) return
    for (const { data } of this.#log.ofType(run, 'approval.requested')) {
      const entry = missing.some(({ id }) => id === data.approval) && newApprovalEntry(program, state, data)
      if (!entry) continue
      this.#write(entry)
      this.keep([entry])
    }
  }

  list({ status, before, limit, waitsFor: who }: ApprovalFilter): ApprovalsOfShard {
    const open = this.#open.size
    if (status === 'open') {
      const approvals = [...this.#open.values()]
        .filter((each) => !who || waitsFor(each, who))
        .filter((each) => !before || placesInOrder(status, before, placeOf(status, each)) < 0)
        .sort((a, b) => placesInOrder(status, placeOf(status, a), placeOf(status, b)))
      return { approvals: approvals.slice(0, limit), open }
    }
    const query = `SELECT entry FROM approvals WHERE (?1 IS NULL OR (at, approval) < (?1, ?2))
      AND (?3 IS NULL OR status <> 'open') ORDER BY at DESC, approval DESC LIMIT ?4`
    const values = [before?.at ?? null, before?.approval ?? '', status === 'settled' ? 1 : null, limit]
    const rows = this.#sql.all<Row>(query, ...values)
    return { approvals: rows.map(({ entry }) => readApprovalEntry(entry)), open }
  }

  get(at: number, approval: string): ApprovalEntry | null {
    const query = 'SELECT entry FROM approvals WHERE at = ? AND approval = ?'
    const row = this.#sql.first<Row>(query, at, approval)
    return row ? readApprovalEntry(row.entry) : null
  }

  #keep(entry: string): void {
    this.keep([readApprovalEntry(entry)])
  }

  #write(entry: ApprovalEntry): void {
    const query = `INSERT INTO approvals VALUES (?, ?, ?, ?)
      ON CONFLICT (at, approval) DO UPDATE SET status = excluded.status, entry = excluded.entry`
    this.#sql.run(query, entry.requestedAt, entry.approval, entry.status, JSON.stringify(entry))
  }
}

/** As it was when it was asked for: what came after it in the turn is told by its own events. */
function asAsked(entry: ApprovalEntry): ApprovalEntry {
  return { ...entry, status: 'open', grantedBy: [], assignee: null, comments: 0, decided: null }
}
