import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { AdmissionQueue } from '../../../shared/backpressure/admission.ts'
import type { RequestInfo } from '../../../shared/engine/event.ts'
import { asJson } from '../../../shared/engine/wellFormed.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import type { Admission } from '../../../shared/graph/nodes/trigger.ts'
import type { Json } from '../../../shared/json.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import { uuidTime } from '../runTime.ts'
import type { Sql } from '../storage/Sql.ts'
import type { DeployedLoop } from './DeployedLoop.ts'
import type { EffectRunner } from './EffectRunner.ts'
import type { EventLog } from './EventLog.ts'
import type { LiveRuns } from './LiveRuns.ts'
import type { OpenRuns } from './OpenRuns.ts'
import { Ticker } from './Ticker.ts'
import type { Turns } from './Turns.ts'

/** Whether a run may start, and under which of the trigger's keys it counts. */
export type Room = { key: string; queued: boolean }

type Deps = {
  sql: Sql
  log: EventLog
  live: LiveRuns
  open: OpenRuns
  deployed: DeployedLoop
  turns: Turns
  effects: () => EffectRunner
  /** With which the ids of this shard's runs begin. */
  prefix: string
}

const noLimits: Admission = {}
/** Runs that are looked at after a restart to find out how many started lately. */
const mostLooked = 10_000
const defaultRetrySeconds = 5

/**
 * Who may start, by the limits of the stable version's trigger: they hold for all runs of the shard, whatever their version. What may not
 * is queued, which is on record like anything else of a run. Nothing of this is stored but when a queued run was admitted: it is found
 * again from the runs that are open and those that started lately.
 */
export class Admissions {
  readonly #deps: Deps
  readonly #ticker = new Ticker(() => this.pass())
  #policy: Admission = noLimits
  #queue = new AdmissionQueue(noLimits)
  #isPassing = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get queued(): number {
    return this.#queue.waiting
  }

  /** Takes the limits of what is deployed now, also after a restart. */
  configure(): void {
    const policy = this.#deps.deployed.stable()?.program.trigger.admission ?? noLimits
    if (policy !== noLimits || this.#policy !== noLimits) {
      if (canonicalJson(policy as Json) !== canonicalJson(this.#policy as Json)) this.#rebuild(policy)
    }
    this.pass()
  }

  /** Asks for room for a run that is about to be accepted. */
  ask(input: Json, request: RequestInfo): Answer<Room> {
    const key = keyOf(this.#policy, input, request)
    if (!key.ok) return key
    this.pass()
    return answer({ key: key.value, queued: !this.#queue.mayStart(key.value, Date.now()) })
  }

  /** It was accepted. One that only computes may have ended in the same turn. */
  accepted(run: string, { key, queued }: Room, hasEnded: boolean): void {
    const now = Date.now()
    if (queued) this.#queue.enqueue(run, key, now)
    else this.#queue.start(run, key, now)
    if (hasEnded) this.#queue.leave(run, now)
    this.#ticker.at(this.#queue.nextAt(now))
  }

  /** It ended. Who waited for its room starts once the turn under way is over. */
  ended(run: string): void {
    this.#queue.leave(run, Date.now())
    if (this.#queue.waiting > 0) queueMicrotask(() => this.pass())
  }

  /** A run that could not be looked at can be again. */
  found(run: string): void {
    const state = this.#deps.live.get(run)?.state
    if (state?.status !== 'active') return
    this.#queue.leave(run, Date.now())
    this.#count(this.#queue, run)
  }

  /** Admits everyone who may start now. */
  pass(): void {
    if (this.#isPassing) return
    this.#isPassing = true
    try {
      for (const run of this.#queue.pass(Date.now())) this.#admit(run)
    } finally {
      this.#isPassing = false
    }
    this.#ticker.at(this.#queue.nextAt(Date.now()))
  }

  /** When this has to be asked again, should the memory be lost; Infinity for never. */
  wakeAt(): number {
    return this.#ticker.wakeAt()
  }

  /** The seconds after which a call that found the queue full may find room. */
  retryAfterSeconds(): number {
    const now = Date.now()
    const { rate } = this.#policy
    const next = this.#queue.nextAt(now)
    const wait = next < Number.POSITIVE_INFINITY ? (next - now) / 1000 : 0
    const interval = rate ? rate.seconds / rate.count : defaultRetrySeconds
    return Math.ceil(Math.min(3600, Math.max(1, wait, interval)))
  }

  #admit(run: string): void {
    const { sql, live, turns, effects } = this.#deps
    try {
      const found = live.get(run)
      const rejection = found
        ? turns.take(found, { type: 'admit' }, () => {
            sql.run('INSERT INTO admissions VALUES (?, ?)', Date.now(), run)
          })
        : null
      if (rejection) log('info', 'run.not-admitted', { run, code: rejection.code })
      if (!found || rejection) this.#queue.leave(run, Date.now())
      else effects().owe(found)
    } catch (error) {
      this.#queue.leave(run, Date.now())
      this.#deps.open.wakeAt(run, Date.now())
      log('error', 'run.not-admitted', { run, ...describeBug(error) })
    }
  }

  #rebuild(policy: Admission): void {
    const now = Date.now()
    this.#policy = policy
    this.#queue = new AdmissionQueue(policy)
    const waiting = new Set<string>()
    for (const run of this.#deps.open.names().sort()) if (this.#count(this.#queue, run)) waiting.add(run)
    this.#assume(waiting, now)
  }

  /** Counts an unfinished run as running or waiting; whether it waits. */
  #count(queue: AdmissionQueue, run: string): boolean {
    const state = this.#peek(run)
    if (state?.status !== 'active') return false
    const { input, request } = this.#deps.live.revealed(run, { input: state.input, request: state.request })
    const key = keyOf(this.#policy, input, request)
    const isQueued = state.phase.at === 'queued'
    // A key that can't be made any more is one of its own: what was accepted is not dropped.
    const name = key.ok ? key.value : `${run}?`
    if (isQueued) queue.enqueue(run, name, Date.now())
    else queue.restore(run, name)
    return isQueued
  }

  #peek(run: string) {
    try {
      return this.#deps.live.get(run)?.state
    } catch (error) {
      log('error', 'run.not-counted', { run, ...describeBug(error) })
      return undefined
    }
  }

  /** Finds out how many started in the last seconds of the rates. */
  #assume(waiting: ReadonlySet<string>, now: number): void {
    const { rate, perKey } = this.#policy
    const seconds = Math.max(rate?.seconds ?? 0, perKey?.rate?.seconds ?? 0)
    if (seconds === 0) return
    const since = (ms: number) => this.#startedSince(now - ms * 1000, waiting)
    const starts = rate ? since(rate.seconds).length : 0
    const keys = new Map<string, number>()
    for (const run of perKey?.rate ? since(perKey.rate.seconds) : []) {
      const key = this.#keyOnRecord(run)
      if (key !== null) keys.set(key, (keys.get(key) ?? 0) + 1)
    }
    this.#queue.assume(starts, keys, now)
  }

  /** The runs that started since: those accepted since that do not wait, and those that waited and were admitted since. */
  #startedSince(time: number, waiting: ReadonlySet<string>): string[] {
    const { sql, prefix } = this.#deps
    const query = `SELECT run FROM runs WHERE run >= ? UNION SELECT run FROM admissions WHERE at >= ? ORDER BY run DESC LIMIT ?`
    const from = `${prefix}${uuidTime(time)}`
    const found = sql.all<{ run: string }>(query, from, time, mostLooked)
    return found.flatMap(({ run }) => (waiting.has(run) ? [] : [run]))
  }

  #keyOnRecord(run: string): string | null {
    const [first] = this.#deps.log.read(run, 0, 1)
    if (first?.type !== 'run.accepted') return null
    const { input, request } = this.#deps.live.revealed(run, first.data)
    const key = keyOf(this.#policy, input, request)
    return key.ok ? key.value : null
  }
}

function keyOf({ key }: Admission, input: Json, request: RequestInfo): Answer<string> {
  if (key === undefined) return answer('')
  const value = evaluate(key, { input, request: asJson(request) })
  if (value.ok) return answer(JSON.stringify(value.value))
  const detail = `The key of the trigger’s limits can’t be made from this input: ${value.error}`
  return refuse('input-invalid', detail, { errors: [{ pointer: '', message: value.error }] })
}
