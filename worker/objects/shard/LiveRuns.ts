import type { ChainHead } from '../../../shared/audit/seal.ts'
import type { Effect } from '../../../shared/engine/effect.ts'
import { evolve } from '../../../shared/engine/evolve.ts'
import { readSnapshot, writeSnapshot } from '../../../shared/engine/snapshot.ts'
import { initialState, type RunState } from '../../../shared/engine/state.ts'
import type { PersonalValues } from '../../../shared/privacy/PersonalValues.ts'
import { pendingKnowing } from '../../../shared/privacy/privately.ts'
import type { Sql } from '../storage/Sql.ts'
import type { DeployedLoop, NumberedProgram } from './DeployedLoop.ts'
import type { EventLog } from './EventLog.ts'
import type { PersonalVault } from './PersonalVault.ts'
import type { RunTable, StoredRun } from './RunTable.ts'
import { summarise } from './summarise.ts'

/** A run in memory: the fold of its log, and what the next turn builds on. */
export type LiveRun = {
  run: string
  program: NumberedProgram
  trace: string
  state: RunState
  head: ChainHead | null
  /** What callers see of it; null until it is accepted. */
  stored: StoredRun | null
  /** The values that tokens in its log and state stand for; null where it has none. */
  personal: PersonalValues | null
  /** What the host owes it now, with those values. */
  owed: readonly Effect[]
  /** The number of the last event that a snapshot covers. */
  snapshotAt: number
}

type Snapshot = { seq: number; hash: string; state: string }

const capacity = 500
const snapshotEvery = 200
const pageSize = 2000

/** The runs' states, folded when they are needed and forgotten when others are needed more. */
export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>()
  readonly #sql: Sql
  readonly #log: EventLog
  readonly #table: RunTable
  readonly #deployed: DeployedLoop
  readonly #vault: PersonalVault

  constructor(sql: Sql, log: EventLog, table: RunTable, deployed: DeployedLoop, vault: PersonalVault) {
    this.#sql = sql
    this.#log = log
    this.#table = table
    this.#deployed = deployed
    this.#vault = vault
  }

  begin(run: string, program: NumberedProgram, trace: string, personal: PersonalValues | null): LiveRun {
    const nothing = { state: initialState, head: null, stored: null, owed: [], snapshotAt: 0 }
    return { run, program, trace, personal, ...nothing }
  }

  /** The run as its log says it is; null when there is none. */
  get(run: string): LiveRun | null {
    const live = this.#runs.get(run) ?? this.#fold(run)
    if (live) this.keep(live)
    return live
  }

  /** A value of a run with what its tokens stand for, for those whom the loop answers. */
  revealed<T>(run: string, value: T): T {
    const live = this.#runs.get(run)
    const personal = live ? live.personal : this.#kept(run)
    return personal ? personal.reveal(value) : value
  }

  #kept(run: string): PersonalValues | null {
    const stored = this.#table.get(run)
    const program = stored && this.#deployed.program(stored.summary.version)
    return program ? this.#vault.of(run, program.program) : null
  }

  /** The run is folded anew when it is needed: what was known of it may be forgotten. */
  drop(run: string): void {
    this.#runs.delete(run)
  }

  /** The run if it is in memory: nothing is folded for it. */
  peek(run: string): LiveRun | null {
    return this.#runs.get(run) ?? null
  }

  keep(live: LiveRun): void {
    this.#runs.delete(live.run)
    this.#runs.set(live.run, live)
    const oldest = this.#runs.keys().next()
    if (this.#runs.size > capacity && !oldest.done) this.#runs.delete(oldest.value)
  }

  /** Saves the state now and then, so that folding a long log does not begin at its first event. */
  snapshot(live: LiveRun, head: ChainHead, state: RunState): number {
    if (head.seq - live.snapshotAt < snapshotEvery) return live.snapshotAt
    const query = 'INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)'
    this.#sql.run(query, live.run, head.seq, head.hash, writeSnapshot(state))
    return head.seq
  }

  #fold(run: string): LiveRun | null {
    const stored = this.#table.get(run)
    if (!stored) return null
    const program = this.#deployed.program(stored.summary.version)
    if (!program) throw new Error('A shard keeps the program of every run that it accepted')
    const query = 'SELECT seq, hash, state FROM snapshots WHERE run = ?'
    const snapshot = this.#sql.first<Snapshot>(query, run)
    const personal = this.#vault.of(run, program.program)
    const live = this.begin(run, program, stored.summary.trace, personal)
    const known = snapshot && readSnapshot(snapshot.state)
    if (snapshot && known) {
      live.state = known
      live.head = { seq: snapshot.seq, hash: snapshot.hash }
      live.snapshotAt = snapshot.seq
    }
    for (;;) {
      const events = this.#log.read(run, live.head?.seq ?? 0, pageSize)
      for (const event of events) {
        live.state = evolve(live.state, event)
        live.head = { seq: event.seq, hash: event.hash }
      }
      if (events.length < pageSize) break
    }
    if (live.state.status === 'new') throw new Error('A run that is in the table was accepted')
    live.program = this.#deployed.bound(program, live.state.policySet)
    live.owed = pendingKnowing(personal, live.program.program, live.state)
    live.stored = summarise(live.state, live.owed, live.program, live.trace, live.head?.seq ?? 0)
    return live
  }
}
