import type { RegisteredPlan } from '../../../shared/api/plans.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { Plan } from '../../../shared/engine/plan.ts'
import { registryEntry } from '../../../shared/projections/registryEntry.ts'
import type { Env } from '../../env.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import { loopOf } from '../ports.ts'
import { packText } from '../storage/packedText.ts'
import type { Sql } from '../storage/Sql.ts'
import type { EventLog } from './EventLog.ts'
import type { LiveRun, LiveRuns } from './LiveRuns.ts'
import type { OpenRuns } from './OpenRuns.ts'

/** A report goes out so long after its first plan, or once it has so many. */
const everyMs = 1000
const plansAtOnce = 500
const charactersAtOnce = 400_000
/** Past so many that could not be sent, the others are read from the logs again later. */
const mostWaiting = 5000
const longestRetryMs = 60_000
/** Runs that are looked at to find out what was not reported before a restart. */
const mostLooked = 1000
const pageSize = 2000

/** A plan that was proposed in a run, and what the registry is told of it (`RegisteredPlan` as JSON). */
type Waiting = { run: string; seq: number; at: number; text: string }
/** The plans of a turn, from before it is on record. */
export type TurnPlans = { see: (event: RunEvent) => void; keep: (hasEnded: boolean) => void }
/** The event up to which a run's plans are reported. */
type Place = { run: string; seq: number }
/** Plans proposed before `until` are reported; runs with ids before `oldest` had ended by then. Earlier releases had no `last`. */
type Watermark = { until: number; oldest: string; last?: Place }

type Deps = { env: Env; sql: Sql; log: EventLog; live: LiveRuns; open: OpenRuns; loop: string }

/**
 * Reports the plans of the shard's runs to the loop's registry, in batches, never in the way of a call. What was reported is on record
 * as a watermark, so that what a lost memory had not reported is found in the logs.
 */
export class PlanReports {
  readonly #deps: Deps
  readonly #last = new Map<string, Plan>()
  #waiting: Waiting[] = []
  #timer: ReturnType<typeof setTimeout> | null = null
  #isSending = false
  /** Some of what waits may have arrived before. */
  #mayRepeat = false
  #isBehind = false
  #failures = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Takes note of the plans among a turn's events, to be kept once it is on record. `live` is as it was before the turn. */
  ofTurn({ run, state }: LiveRun): TurnPlans {
    const seen: Waiting[] = []
    let last = this.#last.get(run) ?? (state.status === 'active' ? (state.iteration?.plan ?? null) : null)
    return {
      see: (event) => {
        if (event.type !== 'plan.proposed') return
        seen.push(waiting(run, event, last))
        last = event.data.plan
      },
      keep: (hasEnded) => {
        for (const plan of seen) this.#add(plan)
        if (hasEnded) this.#last.delete(run)
        else if (last && seen.length > 0) this.#last.set(run, last)
      },
    }
  }

  /** Looks for plans that were not reported before the memory was lost. */
  resume(): void {
    const { until, oldest, last } = this.#watermark()
    const query = `SELECT run FROM runs WHERE run >= ? AND (open = 1 OR ended_at >= ?) ORDER BY run DESC LIMIT ?`
    const rows = this.#deps.sql.all<{ run: string }>(query, oldest, until, mostLooked)
    this.#mayRepeat = true
    for (const { run } of rows.reverse()) {
      const state = this.#deps.live.peek(run)?.state
      const isReported = state !== undefined && state.status !== 'new' && state.at < until
      // What was reported last may have been the end of a long log.
      if (!isReported) this.#read(run, until, run === last?.run ? last.seq : 0)
    }
  }

  #read(run: string, until: number, reported: number): void {
    let previous: Plan | null = null
    try {
      for (let after = Math.max(0, reported - 1); ; ) {
        const events = this.#deps.log.read(run, after, pageSize)
        for (const event of events) {
          if (event.type !== 'plan.proposed') continue
          if (event.at >= until && event.seq > reported) this.#add(waiting(run, event, previous))
          previous = event.data.plan
        }
        after = events.at(-1)?.seq ?? 0
        if (events.length < pageSize) return
      }
    } catch (error) {
      log('error', 'plans.not-read', { run, ...describeBug(error) })
    }
  }

  #add(plan: Waiting): void {
    // Once one is left to the logs, all after it are: the watermark says nothing of gaps.
    this.#isBehind ||= this.#waiting.length >= mostWaiting
    if (this.#isBehind) return
    this.#waiting.push(plan)
    if (this.#waiting.length === plansAtOnce && this.#failures === 0) this.#sendIn(0)
    else if (this.#timer === null) this.#sendIn(everyMs)
  }

  #sendIn(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#send()
    }, ms)
  }

  async #send(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    try {
      while (this.#waiting.length > 0) await this.#sendBatch()
      this.#failures = 0
      this.#mayRepeat = false
    } catch (error) {
      this.#failures += 1
      this.#mayRepeat = true
      log('warn', 'plans.not-reported', { plans: this.#waiting.length, ...describeBug(error) })
      this.#sendIn(Math.min(longestRetryMs, everyMs * 2 ** this.#failures))
    } finally {
      this.#isSending = false
    }
    if (this.#failures > 0 || !this.#isBehind) return
    this.#isBehind = false
    this.resume()
  }

  async #sendBatch(): Promise<void> {
    const texts: string[] = []
    const sent: Waiting[] = []
    for (let characters = 0; sent.length < plansAtOnce && characters < charactersAtOnce; ) {
      const next = this.#waiting[sent.length]
      if (!next) break
      characters += next.text.length
      texts.push(next.text)
      sent.push(next)
    }
    const times = sent.map(({ at }) => at)
    const plans = packText(`[${texts.join(',')}]`)
    const batch = { plans, count: sent.length, since: Math.min(...times), mayRepeat: this.#mayRepeat }
    await loopOf(this.#deps.env, this.#deps.loop).notePlans(batch)
    this.#waiting = this.#waiting.slice(sent.length)
    const until = Math.min(...this.#waiting.map(({ at }) => at), Math.max(...times), Date.now())
    const { run = '', seq = 0 } = sent.at(-1) ?? {}
    const watermark: Watermark = { until, oldest: this.#deps.open.oldest() ?? run, last: { run, seq } }
    this.#deps.sql.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', fact, JSON.stringify(watermark))
  }

  #watermark(): Watermark {
    const row = this.#deps.sql.first<{ value: string }>('SELECT value FROM facts WHERE name = ?', fact)
    return row ? (JSON.parse(row.value) as Watermark) : { until: 0, oldest: '' }
  }
}

const fact = 'plans-reported'

function waiting(
  run: string,
  { seq, at, data }: Extract<RunEvent, { type: 'plan.proposed' }>,
  previous: Plan | null,
): Waiting {
  const plan: RegisteredPlan = { run, at, steps: data.plan.steps.length, ...registryEntry(data, previous) }
  return { run, seq, at, text: JSON.stringify(plan) }
}
