import type { Callback, CallbackStatus, CallbackTarget } from '../../../shared/api/callbacks.ts'
import type { RunSummary } from '../../../shared/api/runs.ts'
import { nextTry } from '../../../shared/callback/nextTry.ts'
import type { ProgramTrigger } from '../../../shared/compile/program.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import type { Follower } from '../ports.ts'
import type { AlarmClock } from './AlarmClock.ts'
import { CallbackQueue } from './CallbackQueue.ts'
import { addressOf, type CallbackTable, type Receiver, type StoredCallback } from './CallbackTable.ts'
import { Ticker } from './Ticker.ts'

/** What came of an attempt. */
export type Told =
  | { ok: true; status: number | null; started?: string }
  | {
      ok: false
      message: string
      status: number | null
      retryAfterMs: number | null
      /** Trying again would bring the same. */
      isFinal?: boolean
    }

type Deps = {
  table: CallbackTable
  loop: string
  clock: AlarmClock
  /** Resolves when everything written so far is durable. */
  durable: () => Promise<void>
  tell: (callback: StoredCallback) => Promise<Told>
  /** Keeps the object's alarm at the next thing to do. */
  watch: () => void
}

/** A memory that is lost while something is under way is noticed at the latest after this. */
const watchMs = 5000
/** Callbacks that become due close together are looked at together. */
const gatherMs = 200
/** The receiver wants nothing any more: RFC 9110, section 15.5.11. */
const gone = 410
const goneWords =
  'The receiver answered 410 before: it wants nothing any more. Sending one again asks it anew.'
const unwanted: Told = { ok: false, message: goneWords, status: null, retryAfterMs: null, isFinal: true }

/**
 * Tells receivers that runs have ended. What is owed is a row of the turn that ends the run, so it outlives the object; it goes out at least
 * once, and is tried until it is taken, or until three days are over and it is kept as dead.
 */
export class Callbacks {
  readonly #deps: Deps
  readonly #queue = new CallbackQueue()
  readonly #ticker = new Ticker(() => this.pass())
  /** The runs whose callers named an address. */
  readonly #armed: Set<string>

  constructor(deps: Deps) {
    this.#deps = deps
    this.#armed = new Set(deps.table.armed())
    for (const { id, receiver, dueAt } of deps.table.waiting())
      this.#queue.set(id, addressOf(receiver), dueAt)
  }

  /** Within the turn that accepts a run whose caller named an address. */
  arm(run: string, receiver: Receiver): void {
    const never = { outcome: null, tries: 0, since: 0, dueAt: null, attempts: [] }
    this.#deps.table.add({ id: idOf(run, 0), status: 'armed', run, receiver, ...never })
    this.#armed.add(run)
  }

  /** Writes, within the turn that ends a run, who is to be told. To be sent once `keep` is told. */
  write(
    { callbacks }: ProgramTrigger,
    followers: readonly Follower[],
    { run, outcome }: RunSummary,
  ): StoredCallback[] {
    const named = this.#armed.has(run) ? this.#deps.table.get(idOf(run, 0), 'armed') : null
    const { to = [], secret = '' } = callbacks ?? {}
    const told = to.flatMap(({ host, path, outcomes }, place) =>
      outcomes !== undefined && (outcome === null || !outcomes.includes(outcome))
        ? []
        : [{ id: idOf(run, place + 1), receiver: { type: 'host' as const, host, path, secret } }],
    )
    const followed = followers.flatMap(({ loop, on, outcomes }, place) =>
      outcome !== null && outcomes.includes(outcome)
        ? [{ id: idOf(run, firstFollower + place), receiver: { type: 'loop' as const, loop, on } }]
        : [],
    )
    if (named) this.#deps.table.remove(named.id, 'armed')
    const caller = named ? [{ id: named.id, receiver: named.receiver }] : []
    return this.#owe(run, outcome, [...caller, ...told, ...followed])
  }

  /** Writes, in the transaction of what it is about, that a receiver is to be told of something else than a run. To be sent once `keep` is told. */
  owe(about: string, receiver: Receiver): StoredCallback[] {
    return this.#owe(about, null, [{ id: idOf(about, 0), receiver }])
  }

  #owe(
    run: string,
    outcome: StoredCallback['outcome'],
    owed: readonly Pick<StoredCallback, 'id' | 'receiver'>[],
  ): StoredCallback[] {
    const now = Date.now()
    const written = owed.map(({ id, receiver }): StoredCallback => {
      const fresh = { id, run, outcome, receiver, tries: 0, since: now, attempts: [] }
      if (!this.#deps.table.isGone(addressOf(receiver))) return { ...fresh, status: 'waiting', dueAt: now }
      const attempt = { at: now, ms: 0, status: null, error: goneWords }
      return { ...fresh, status: 'dead', dueAt: null, attempts: [attempt] }
    })
    for (const callback of written) this.#deps.table.add(callback)
    // Should the memory be lost before they are out, only the alarm is left to think of them.
    if (written.length > 0) void this.#deps.clock.wakeBy(now + watchMs)
    return written
  }

  /** Sends what is on record. */
  keep(written: readonly StoredCallback[]): void {
    for (const callback of written) {
      this.#armed.delete(callback.run)
      this.#plan(callback)
    }
    if (written.length > 0) this.pass()
  }

  /** Sends whatever is due. */
  pass(): void {
    const now = Date.now()
    for (let id = this.#queue.take(now); id !== null; id = this.#queue.take(now)) void this.#send(id)
    const next = this.#queue.nextAt()
    this.#ticker.at(next === Number.POSITIVE_INFINITY ? next : Math.max(next, now + gatherMs))
  }

  /** When this has to be asked again, should the memory be lost; Infinity for never. */
  wakeAt(): number {
    return this.#queue.isBusy() ? Date.now() + watchMs : this.#ticker.wakeAt()
  }

  /** How many are to be tried, and how many were given up. */
  counts(): { waiting: number; dead: number } {
    return { waiting: this.#queue.size, dead: this.#deps.table.count('dead') }
  }

  page(status: CallbackStatus, before: string | null, limit: number): Callback[] {
    return this.#deps.table.page(status, before, limit).map((each) => this.#shown(each))
  }

  of(run: string): Callback[] {
    return every.flatMap((status) =>
      this.#deps.table.beginningWith(prefixOf(run), status).map((each) => this.#shown(each)),
    )
  }

  /** Sends one now that waits for its next try, and anew one that was given up, discarded or taken. A receiver that wanted nothing any more is asked anew. */
  redeliver(run: string, id: string): Answer<Callback> {
    const found = this.#find(run, id, ['waiting', 'dead', 'discarded', 'delivered'])
    if (!found.ok) return found
    const before = found.value
    if (this.#queue.isOut(id)) return onItsWay()
    const now = Date.now()
    const anew = before.status === 'waiting' ? {} : { tries: 0, since: now }
    const after: StoredCallback = { ...before, status: 'waiting', ...anew, dueAt: now }
    this.#deps.table.clearGone(addressOf(before.receiver))
    this.#deps.table.replace(before.status, after)
    this.#plan(after)
    this.pass()
    this.#deps.watch()
    return answer(this.#shown(after))
  }

  /** Gives one up for good. */
  discard(run: string, id: string): Answer<Callback> {
    const found = this.#find(run, id, ['dead', 'waiting'])
    if (!found.ok) return found
    const before = found.value
    if (this.#queue.isOut(id)) return onItsWay()
    const after: StoredCallback = { ...before, status: 'discarded', dueAt: null }
    this.#deps.table.replace(before.status, after)
    this.#queue.forget(id)
    return answer(this.#shown(after))
  }

  /** Forgets those of a run that is dropped, none of which is still to be sent: nothing could be told of it any more. */
  drop(run: string): void {
    for (const status of settled) this.#deps.table.removeBeginningWith(prefixOf(run), status)
  }

  #find(run: string, id: string, allowed: readonly CallbackStatus[]): Answer<StoredCallback> {
    const found = every.flatMap((status) => this.#deps.table.get(id, status) ?? [])[0]
    if (!found || found.run !== run) return refuse('not-found', 'This run has no such callback.')
    if (allowed.includes(found.status)) return answer(found)
    return refuse('conflict', `The callback is ${found.status}.`)
  }

  #plan({ id, status, receiver, dueAt }: StoredCallback): void {
    if (status === 'waiting') this.#queue.set(id, addressOf(receiver), dueAt ?? 0)
  }

  async #send(id: string): Promise<void> {
    const { table, durable, tell, watch } = this.#deps
    try {
      await durable()
      const callback = table.get(id, 'waiting')
      const at = Date.now()
      const told = callback && (table.isGone(addressOf(callback.receiver)) ? unwanted : await tell(callback))
      this.#queue.back(id)
      if (callback && told) this.#settle(callback, told, at)
    } catch (error) {
      // What can't be sent for a fault of this server is looked at again, like anything that was not taken.
      log('error', 'callback.broke', { callback: id, ...describeBug(error) })
      this.#queue.back(id)
      const callback = table.get(id, 'waiting')
      const failed = { ok: false, status: null, retryAfterMs: null } as const
      if (callback)
        this.#settle(callback, { ...failed, message: 'The server broke while it sent this.' }, Date.now())
    }
    this.pass()
    watch()
  }

  #settle(before: StoredCallback, told: Told, at: number): void {
    const now = Date.now()
    const { id, run, receiver, since } = before
    const error = told.ok ? null : told.message
    const attempts = [...before.attempts, { at, ms: now - at, status: told.status, error }]
    const tries = before.tries + 1
    const isGone = !told.ok && told.status === gone
    const isOver = told.ok || isGone || told.isFinal === true
    if (isGone) this.#deps.table.setGone(addressOf(receiver), now)
    const retryAfterMs = told.ok ? null : told.retryAfterMs
    const dueAt = isOver ? null : nextTry({ tries, since, now, retryAfterMs, random: Math.random() })
    const status = told.ok ? 'delivered' : dueAt === null ? 'dead' : 'waiting'
    const started = told.ok && told.started !== undefined ? { started: told.started } : {}
    const reached = receiver.type === 'loop' ? { ...receiver, ...started } : receiver
    const after: StoredCallback = { ...before, receiver: reached, status, tries, dueAt, attempts }
    this.#deps.table.replace('waiting', after)
    if (status === 'dead') log('warn', 'callback.dead', { run, callback: id, tries })
    this.#plan(after)
  }

  #shown({ id, receiver, since, dueAt, ...rest }: StoredCallback): Callback {
    const target = targetOf(receiver)
    const { run, outcome, status, tries, attempts } = rest
    const times = { since: since === 0 ? null : since, nextAt: dueAt }
    return { callback: id, run, loop: this.#deps.loop, outcome, target, status, tries, ...times, attempts }
  }
}

const onItsWay = () => refuse('conflict', 'It is on its way right now. Try again in a moment.')

function targetOf(receiver: Receiver): CallbackTarget {
  if (receiver.type === 'loop') return { ...receiver, started: receiver.started ?? null }
  const { secret: _, ...target } = receiver
  return target
}

/** Behind every address that a trigger can name. */
const firstFollower = 100

const settled = ['delivered', 'dead', 'discarded'] as const
const every: readonly CallbackStatus[] = ['armed', 'waiting', ...settled]

/** A full stop would be part of what is signed: Standard Webhooks join the id to the rest with one. */
const prefixOf = (run: string) => `cb_${run.slice(-36)}_`
const idOf = (run: string, place: number) => `${prefixOf(run)}${place}`
