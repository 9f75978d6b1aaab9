import type { RunSummary } from '../../../shared/api/runs.ts'
import type { Command, Rejection } from '../../../shared/engine/command.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { takeTurn } from '../../../shared/engine/takeTurn.ts'
import { log } from '../../telemetry/log.ts'
import type { Follower } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'
import type { Approvals } from './Approvals.ts'
import type { Callbacks } from './Callbacks.ts'
import { type EventLog, EventTooLarge } from './EventLog.ts'
import type { Kpis } from './Kpis.ts'
import type { LiveRun, LiveRuns } from './LiveRuns.ts'
import type { Notices } from './Notices.ts'
import type { OpenRuns } from './OpenRuns.ts'
import type { PersonalVault } from './PersonalVault.ts'
import type { PlanReports } from './PlanReports.ts'
import type { RunTable } from './RunTable.ts'
import type { Subscribers } from './Subscribers.ts'
import { summarise } from './summarise.ts'

/** A command without its time: the turn knows it. */
export type Untimed = Command extends infer C ? (C extends Command ? Omit<C, 'at'> : never) : never

type Deps = {
  sql: Sql
  log: EventLog
  table: RunTable
  live: LiveRuns
  open: OpenRuns
  subscribers: Subscribers
  notices: Notices
  approvals: Approvals
  callbacks: Callbacks
  /** The loops that listen to this one. */
  followers: () => readonly Follower[]
  plans: PlanReports
  kpis: Kpis
  vault: PersonalVault
  /** Told once of each run that ended, after the turn is on record. */
  ended: (summary: RunSummary) => void
}

/** Takes turns: a command becomes events, durable in one transaction, folded, and told to whoever follows the run. */
export class Turns {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Takes one turn, all of it or nothing. `alongside` writes in the same transaction. Null when the command was taken;
   * a rejection when the engine refused it, and then nothing happened.
   */
  take(live: LiveRun, command: Untimed, alongside: () => void = () => {}): Rejection | null {
    try {
      return this.#take(live, command, alongside)
    } catch (error) {
      this.#deps.kpis.forgetRun(live.run)
      if (!(error instanceof EventTooLarge)) throw error
      // What came later in the turn may be at fault: what the command itself leads to is recorded if it can be.
      return this.#take(live, command, alongside, 0)
    }
  }

  #take(live: LiveRun, command: Untimed, alongside: () => void, mostEvents?: number): Rejection | null {
    const now = Date.now()
    const at = live.state.status === 'new' ? now : Math.max(now, live.state.at)
    const { program } = live.program
    const plans = this.#deps.plans.ofTurn(live)
    const watch = (event: RunEvent) => {
      plans.see(event)
      this.#deps.kpis.see(live.run, event)
    }
    const turn = takeTurn({ ...live, program, watch }, { ...command, at } as Command, mostEvents)
    if ('code' in turn) return turn
    const { events, texts, state, owed } = turn
    const last = events.at(-1)
    if (!last) return null
    if (state.status === 'new') throw new Error('The first event of a run is its acceptance')
    const before = this.#deps.open.get(live.run)
    const stored = summarise(state, owed, live.program, live.trace, last.seq)
    const isOpen = state.status !== 'ended' || owed.length > 0
    const hasEnded = stored.summary.status === 'ended' && before?.summary.status !== 'ended'
    const rowsBefore = this.#deps.sql.rowsWritten
    let asked: ReturnType<Approvals['write']> = []
    let told: ReturnType<Callbacks['write']> = []
    const snapshotAt = this.#deps.sql.atomically(() => {
      if (before?.summary.status !== stored.summary.status || !isOpen) this.#deps.table.put(stored, isOpen)
      this.#deps.log.append(live.run, events, texts)
      asked = this.#deps.approvals.write(live, state, events)
      if (hasEnded && state.parent) this.#deps.notices.owe(live.run, state.parent)
      this.#deps.vault.write(live.run, live.personal)
      alongside()
      if (hasEnded)
        told = this.#deps.callbacks.write(
          live.program.program.trigger,
          this.#deps.followers(),
          stored.summary,
        )
      return this.#deps.live.snapshot(live, last, state)
    })
    live.personal?.takeFresh()
    this.#deps.approvals.keep(asked)
    plans.keep(hasEnded)
    this.#deps.kpis.keep(live, hasEnded)
    Object.assign(live, { state, head: { seq: last.seq, hash: last.hash }, stored, owed, snapshotAt })
    this.#deps.live.keep(live)
    this.#deps.open.note(stored, isOpen, this.#deps.sql.rowsWritten - rowsBefore)
    if (hasEnded && stored.summary.outcome !== 'succeeded')
      this.#report(live.run, stored.summary.outcome ?? '')
    if (hasEnded) this.#deps.ended(stored.summary)
    this.#deps.subscribers.publish(live.run, events, state.status === 'ended')
    if (hasEnded && state.parent) this.#deps.notices.send(live.run)
    this.#deps.callbacks.keep(told)
    return null
  }

  #report(run: string, outcome: string) {
    log('info', 'run.ended', { run, outcome, rowsWritten: this.#deps.open.rowsWritten(run) })
  }
}
