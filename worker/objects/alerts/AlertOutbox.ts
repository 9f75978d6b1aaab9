import { uuidv7 } from 'uuidv7'
import type { AlertNotice } from '../../../shared/api/alerts.ts'
import type { AlertEvent, AlertEventKind, AlertTold } from '../../../shared/callback/alertEvent.ts'
import { Breakers } from '../../effects/Breakers.ts'
import { tellReceiver } from '../../effects/tellReceiver.ts'
import type { Env } from '../../env.ts'
import { workspaceOf } from '../ports.ts'
import type { AlarmClock } from '../shard/AlarmClock.ts'
import { Callbacks, type Told } from '../shard/Callbacks.ts'
import { CallbackTable, type StoredCallback } from '../shard/CallbackTable.ts'
import type { Sql } from '../storage/Sql.ts'
import type { AlertTable, NamedRule, StoredNotice } from './AlertTable.ts'

const mostNotices = 100

type Deps = {
  env: Env
  sql: Sql
  table: AlertTable
  clock: AlarmClock
  durable: () => Promise<void>
  watch: () => void
}

/** Tells receivers what alerts have to tell, as shards tell of the ends of runs: signed, and again until it is taken. */
export class AlertOutbox {
  readonly #deps: Deps
  readonly #breakers = new Breakers()
  readonly #callbacks: Callbacks

  constructor(deps: Deps) {
    const { sql, clock, durable, watch } = deps
    this.#deps = deps
    this.#callbacks = new Callbacks({
      table: new CallbackTable(sql),
      loop: '',
      clock,
      durable,
      tell: (callback) => this.#tell(callback),
      watch,
    })
  }

  /** Writes, in the transaction of what it is about, that somebody is to be told. To be sent once `keep` is told. */
  write(
    kind: AlertEventKind,
    told: AlertTold,
    { to }: NamedRule,
  ): { notice: StoredNotice; owed: StoredCallback[] } {
    const notice = { id: uuidv7(), kind, told }
    this.#deps.table.addNotice(notice)
    const owed = this.#callbacks.owe(notice.id, { type: 'host', ...to })
    this.#forgetOld()
    return { notice, owed }
  }

  keep(owed: readonly StoredCallback[]): void {
    this.#callbacks.keep(owed)
  }

  pass(): void {
    this.#callbacks.pass()
  }

  wakeAt(): number {
    return this.#callbacks.wakeAt()
  }

  notices(): AlertNotice[] {
    return this.#deps.table.notices().flatMap((notice) => this.shown(notice) ?? [])
  }

  shown({ id, kind, told }: StoredNotice): AlertNotice | null {
    const [callback] = this.#callbacks.of(id)
    if (!callback) return null
    const { status, tries, nextAt, attempts } = callback
    return { id, kind, ...told, delivery: { status, tries, nextAt, last: attempts.at(-1) ?? null } }
  }

  /** What is still to be sent stays, however old it is. */
  #forgetOld(): void {
    for (const { id } of this.#deps.table.notices().slice(mostNotices)) {
      if (this.#callbacks.of(id).some(({ status }) => status === 'waiting')) continue
      this.#deps.table.deleteNotice(id)
      this.#callbacks.drop(id)
    }
  }

  async #tell({ id, run: about, receiver }: StoredCallback): Promise<Told> {
    const { env, table } = this.#deps
    const notice = table.notice(about)
    if (!notice || receiver.type !== 'host')
      throw new Error('What is owed to a receiver is kept until it is told')
    // Secrets that are kept for some loops are none of a workspace’s alerts.
    const settings = await workspaceOf(env).settings('')
    const calling = { env, settings, breakers: this.#breakers, trace: about.replaceAll('-', '') }
    return tellReceiver(calling, receiver, eventOf(id, notice))
  }
}

const eventOf = (id: string, { kind, told }: StoredNotice): AlertEvent => ({
  specversion: '1.0',
  id,
  source: told.loop === null ? '/alerts' : `/loops/${told.loop}`,
  type: `pavane.alert.${kind}`,
  subject: told.alert,
  time: new Date(told.at).toISOString(),
  datacontenttype: 'application/json',
  data: told,
})
