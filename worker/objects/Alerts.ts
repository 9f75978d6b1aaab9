import { DurableObject } from 'cloudflare:workers'
import type { Alert, AlertList, AlertNotice } from '../../shared/api/alerts.ts'
import type { AlertTold } from '../../shared/callback/alertEvent.ts'
import { isFiring, type KpiReading, measured, measureWords } from '../../shared/projections/kpiAlert.ts'
import type { Bindings, Env } from '../env.ts'
import { type Answer, answer, refuse } from '../http/problem.ts'
import { describeBug, log } from '../telemetry/log.ts'
import { AlertOutbox } from './alerts/AlertOutbox.ts'
import { AlertTable, type NamedRule } from './alerts/AlertTable.ts'
import type { AlertsApi } from './alerts/alertsApi.ts'
import { alertMigrations } from './alerts/migrations.ts'
import { readLoop } from './alerts/readLoop.ts'
import { envOf } from './inWorkspace.ts'
import { type CataloguedLoop, workspaceOf } from './ports.ts'
import { AlarmClock } from './shard/AlarmClock.ts'
import { isFresh, migrate } from './storage/migrate.ts'
import { Sql } from './storage/Sql.ts'

/** Rules are held against the loops so often, while there are any. */
const everyMs = 60_000
const mostRules = 50

type Looked = { loop: CataloguedLoop; rules: NamedRule[]; reading: (windowHours: number) => KpiReading }

/** One a workspace: its alerts, how each stands, and what is still to be told. One without alerts stores nothing and sleeps. */
export class Alerts extends DurableObject<Env> implements AlertsApi {
  readonly #sql: Sql
  readonly #table: AlertTable
  readonly #clock: AlarmClock
  #outbox: AlertOutbox | null = null
  #lookAt = 0
  #looking: Promise<void> = Promise.resolve()

  constructor(ctx: DurableObjectState, bindings: Bindings) {
    const env = envOf(ctx, bindings)
    super(ctx, env)
    this.#sql = new Sql(ctx.storage)
    this.#table = new AlertTable(this.#sql)
    this.#clock = new AlarmClock(ctx.storage)
    if (isFresh(this.#sql)) return
    void ctx.blockConcurrencyWhile(async () => {
      await this.#clock.load()
      this.#open().pass()
    })
  }

  async list(): Promise<AlertList> {
    if (isFresh(this.#sql)) return { alerts: [], notices: [] }
    return { alerts: this.#table.rules().map((rule) => this.#shown(rule)), notices: this.#open().notices() }
  }

  async put(rule: NamedRule): Promise<Answer<Alert>> {
    const outbox = this.#open()
    const others = this.#table.rules().filter(({ alert }) => alert !== rule.alert)
    if (others.length >= mostRules)
      return refuse('conflict', `A workspace has ${mostRules} alerts at most. Remove one first.`)
    this.#sql.atomically(() => this.#table.put(rule))
    // Who sets one wants to know at once how it stands.
    await this.#look()
    this.#wake(outbox)
    return answer(this.#shown(rule))
  }

  async delete(alert: string): Promise<Answer<null>> {
    if (!this.#ruleOf(alert)) return unknown
    this.#sql.atomically(() => this.#table.delete(alert))
    return answer(null)
  }

  async sendTest(alert: string): Promise<Answer<AlertNotice>> {
    const rule = this.#ruleOf(alert)
    if (!rule) return unknown
    const outbox = this.#open()
    const told = toldOf(rule, rule.loop, null, Date.now(), 'Somebody tests this alert.')
    const { notice, owed } = this.#sql.atomically(() => outbox.write('test', told, rule))
    outbox.keep(owed)
    this.#wake(outbox)
    const shown = outbox.shown(notice)
    return shown ? answer(shown) : unknown
  }

  override async alarm() {
    this.#clock.fired()
    if (isFresh(this.#sql)) return
    const outbox = this.#open()
    outbox.pass()
    if (this.#lookAt <= Date.now()) await this.#look()
    this.#wake(outbox)
  }

  /** One look after the other: of two at once, the one that knows less could have the last word. */
  #look(): Promise<void> {
    this.#lookAt = Date.now() + everyMs
    this.#looking = this.#looking.then(() =>
      this.#lookNow().catch((error: unknown) => log('error', 'alerts.not-looked', describeBug(error))),
    )
    return this.#looking
  }

  /** Holds every rule against its loops. A loop that can't be read stays as it stood. */
  async #lookNow(): Promise<void> {
    const rules = this.#table.rules()
    if (rules.length === 0) return
    const loops = await workspaceOf(this.env).loops()
    const now = Date.now()
    const looks = loops.map((loop) => this.#lookAtLoop(loop, rules, now))
    const looked = (await Promise.all(looks)).filter((each) => each !== null)
    // What was set or removed meanwhile counts.
    const current = new Set(this.#table.rules().map((rule) => JSON.stringify(rule)))
    const owed = this.#sql.atomically(() => {
      const names = new Set(loops.map(({ name }) => name))
      for (const { alert, loop } of this.#table.states())
        if (!names.has(loop)) this.#table.deleteState(alert, loop)
      return looked.flatMap((each) =>
        each.rules
          .filter((rule) => current.has(JSON.stringify(rule)))
          .flatMap((rule) => this.#judge(rule, each, now)),
      )
    })
    this.#open().keep(owed)
  }

  async #lookAtLoop(loop: CataloguedLoop, all: readonly NamedRule[], now: number): Promise<Looked | null> {
    const rules = all.filter((rule) => rule.loop === null || rule.loop === loop.name)
    if (rules.length === 0) return null
    try {
      const most = Math.max(...rules.map(({ windowHours }) => windowHours))
      return { loop, rules, reading: await readLoop(this.env, loop, most, now) }
    } catch (error) {
      log('warn', 'alerts.not-read', { loop: loop.name, ...describeBug(error) })
      return null
    }
  }

  /** Notes how a rule stands at a loop, where that is new; gives what is owed for it. */
  #judge(rule: NamedRule, { loop: { name: loop }, reading }: Looked, now: number) {
    const value = measured(rule.measure, reading(rule.windowHours))
    const before = this.#table.states().find((each) => each.alert === rule.alert && each.loop === loop)
    const state = isFiring(rule.measure, value, rule.threshold) ? 'firing' : 'ok'
    if (before?.state === state) return []
    this.#table.putState(rule.alert, { loop, state, value, since: now })
    if (!before && state === 'ok') return []
    const words = value === null ? 'too little to say' : measureWords(rule.measure, value)
    const told = toldOf(rule, loop, value, now, `${rule.title}: ${words}.`)
    return this.#open().write(state === 'firing' ? 'firing' : 'resolved', told, rule).owed
  }

  #shown(rule: NamedRule): Alert {
    const states = this.#table.states().filter(({ alert }) => alert === rule.alert)
    return { ...rule, states: states.map(({ loop, state, value, since }) => ({ loop, state, value, since })) }
  }

  #ruleOf(alert: string): NamedRule | null {
    if (isFresh(this.#sql)) return null
    return this.#table.rules().find((each) => each.alert === alert) ?? null
  }

  #open(): AlertOutbox {
    if (this.#outbox) return this.#outbox
    migrate(this.#sql, alertMigrations)
    const outbox: AlertOutbox = new AlertOutbox({
      env: this.env,
      sql: this.#sql,
      table: this.#table,
      clock: this.#clock,
      durable: () => this.ctx.storage.sync(),
      watch: () => this.#wake(outbox),
    })
    this.#outbox = outbox
    return outbox
  }

  /** Sets the alarm for what comes next: another look while there are alerts, or another attempt to tell. */
  #wake(outbox: AlertOutbox): void {
    const look = this.#table.rules().length === 0 ? Number.POSITIVE_INFINITY : this.#lookAt
    const next = Math.min(look, outbox.wakeAt())
    if (next < Number.POSITIVE_INFINITY) void this.#clock.wakeBy(next)
  }
}

const unknown = refuse('not-found', 'There is no alert of that name.')

function toldOf(
  rule: NamedRule,
  loop: string | null,
  value: number | null,
  at: number,
  message: string,
): AlertTold {
  const { alert, title, measure, threshold, windowHours } = rule
  return { alert, title, loop, measure, threshold, windowHours, value, message, at }
}
