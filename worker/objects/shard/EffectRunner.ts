import { assertNever } from '../../../shared/assertNever.ts'
import type { Effect } from '../../../shared/engine/effect.ts'
import type { EffectResult } from '../../../shared/metrics/counted.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import type { AlarmClock } from './AlarmClock.ts'
import type { LiveRun } from './LiveRuns.ts'
import type { OpenRuns } from './OpenRuns.ts'
import type { Untimed } from './Turns.ts'
import { UnderWay } from './UnderWay.ts'

/** A memory that is lost while something is under way is noticed at the latest after this. */
const watchMs = 5000
/** A timer that is past and still owed is looked at again after this. */
const overdueMs = 250
/** A lease that could not be asked for is asked for again after this. */
const retryMs = 1000

/** What is under way while a run waits for its next turn: no effect has this id. */
const nextTurn = 'next-turn'

type Leaving = Exclude<Effect, { kind: 'timer' }>

/** The result as a command; or the answer comes another way; or the effect must be tried again; or nobody waits for it any more. */
export type Performed = Untimed | 'answered-later' | 'try-again' | 'called-off'

/** What is done with an effect that is due. It never throws for what a target does. `signal` says that nobody waits for it any more. */
export type Perform = (effect: Leaving, live: LiveRun, signal: AbortSignal) => Promise<Performed>

type Deps = {
  open: OpenRuns
  clock: AlarmClock
  /** Resolves when everything written so far is durable. */
  durable: () => Promise<void>
  /** Resolves when others had their turn. */
  afterOthers: () => Promise<void>
  /** Whether the run's next turn can bring an effect's result without leaving the shard. */
  isDoneInTurn: (effect: Effect, live: LiveRun) => boolean
  perform: Perform
  /** Takes the result as the run's next turn. */
  settle: (run: string, command: Untimed) => void
  /** Is told how each attempt went, and how many milliseconds it took. */
  measured: (kind: Effect['kind'], result: EffectResult, ms: number) => void
  /** When else the object has to wake. */
  alsoWakeAt: () => number
  /** Starts the object anew from its log: its memory can't be trusted any more. */
  restart: (reason: string) => void
}

/** Performs what runs are owed, each effect once at a time, and feeds the results back. */
export class EffectRunner {
  readonly #deps: Deps
  readonly #underWay = new UnderWay()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Starts whatever the run is owed that is due and not under way, and sets the alarm for the rest. What a turn can do by itself
   * is left to the next one, unless the last one could not (`isStuck`).
   */
  owe(live: LiveRun, isStuck = false): void {
    const now = Date.now()
    let wake = Number.POSITIVE_INFINITY
    let goesOn = false
    this.#underWay.callOff(live.run, () => new Set([nextTurn, ...live.owed.map(keyOf)]))
    for (const effect of live.owed) {
      const due = dueAt(effect)
      if (effect.kind === 'timer') wake = Math.min(wake, Math.max(due, now + overdueMs))
      else if (due > now) wake = Math.min(wake, due)
      else if (!isStuck && this.#deps.isDoneInTurn(effect, live)) goesOn = true
      else this.#start(effect, live)
    }
    if (goesOn) this.#goOn(live.run)
    this.#deps.open.wakeAt(live.run, wake)
    this.watch()
  }

  /** Keeps the alarm at the next thing to look at. Timers that were set are never trusted alone. */
  watch(): void {
    const watched = this.#underWay.isBusy() ? Date.now() + watchMs : Number.POSITIVE_INFINITY
    const next = Math.min(this.#deps.open.nextWake(), watched, this.#deps.alsoWakeAt())
    if (next < Number.POSITIVE_INFINITY) void this.#deps.clock.wakeBy(next)
  }

  #start(effect: Leaving, live: LiveRun): void {
    const key = keyOf(effect)
    const signal = this.#underWay.begin(live.run, key)
    if (signal)
      void this.#carryOut(effect, live, signal).then((performed) => this.finish(live.run, key, performed))
  }

  /** Takes the run's next turn once others had theirs. */
  #goOn(run: string): void {
    if (!this.#underWay.begin(run, nextTurn)) return
    void this.#deps.afterOthers().then(() => this.finish(run, nextTurn, { type: 'tick' }))
  }

  async #carryOut(effect: Leaving, live: LiveRun, signal: AbortSignal): Promise<Performed> {
    try {
      await this.#deps.durable()
      if (signal.aborted) return 'called-off'
      const began = Date.now()
      const performed = await this.#deps.perform(effect, live, signal)
      const result = resultOf(performed)
      if (result !== null) this.#deps.measured(effect.kind, result, Date.now() - began)
      return performed
    } catch (error) {
      // The id of an effect may name a resource after somebody.
      const id = live.personal?.concealText(effect.id) ?? effect.id
      log('error', 'effect.broke', { run: live.run, effect: id, ...describeBug(error) })
      return brokenResult(effect)
    }
  }

  /** Takes what came of an effect, from whomever. */
  finish(run: string, key: string, performed: Performed): void {
    if (performed === 'answered-later') {
      this.#underWay.leaveToOthers(run, key)
      return
    }
    this.forget(run, key)
    if (performed === 'called-off') return
    if (performed === 'try-again') {
      this.#deps.open.wakeAt(run, Date.now() + retryMs)
      this.watch()
      return
    }
    if (this.#settled(run, performed)) return
    const failure = unrecordable(performed)
    if (!failure || !this.#settled(run, failure)) this.#deps.restart('A result could not be recorded')
  }

  /** Whether the result was recorded. */
  #settled(run: string, command: Untimed): boolean {
    try {
      this.#deps.settle(run, command)
      return true
    } catch (error) {
      log('error', 'turn.broke', { run, command: command.type, ...describeBug(error) })
      return false
    }
  }

  /** The effect is no longer under way. */
  forget(run: string, key: string): void {
    this.#underWay.forget(run, key)
  }
}

/** What tells an effect under way from others, its earlier attempts included. */
export const keyOf = (effect: Effect): string =>
  'attempt' in effect ? `${effect.id}#${effect.attempt}` : effect.id

function dueAt(effect: Effect): number {
  if (effect.kind === 'timer') return effect.at
  return 'notBefore' in effect ? (effect.notBefore ?? 0) : 0
}

function brokenResult(effect: Leaving): Performed {
  const message = 'The server broke while it carried this out.'
  const error = { class: 'internal', message, retryable: false, mayHaveHappened: true } as const
  const result = { ok: false, error } as const
  switch (effect.kind) {
    case 'action':
      return settleStep(effect, result)
    case 'compensation':
      return settleCompensation(effect, result)
    case 'plan':
      return { type: 'settle-plan', effect: effect.id, attempt: effect.attempt, result }
    case 'probe':
      return { type: 'settle-probe', effect: effect.id, attempt: effect.attempt, result }
    case 'check':
      return { type: 'settle-check', effect: effect.id, attempt: effect.attempt, result }
    case 'reach':
      return { type: 'settle-reach', effect: effect.id, reachable: false, message }
    case 'cancel-child':
    case 'acquire-lease':
    case 'release-lease':
      return 'try-again'
    default:
      return assertNever(effect)
  }
}

/** How an attempt went; null where it is not known yet, or was none. */
function resultOf(performed: Performed): EffectResult | null {
  if (performed === 'answered-later' || performed === 'try-again') return null
  if (performed === 'called-off') return 'called-off'
  if (performed.type === 'settle-reach') return performed.reachable ? 'ok' : 'network'
  if (!isResult(performed)) return 'ok'
  return performed.result.ok ? 'ok' : performed.result.error.class
}

/** What stands in the log for a result that can't: sent again, it would be the same again. */
function unrecordable(command: Untimed): Untimed | null {
  if (!isResult(command)) return null
  const message = 'The result can’t be recorded: it is too large.'
  const error = { class: 'limit', message, retryable: false, mayHaveHappened: true } as const
  return { ...command, result: { ok: false, error } }
}

type Settling = 'settle-step' | 'settle-compensation' | 'settle-plan' | 'settle-probe' | 'settle-check'

const isResult = (command: Untimed): command is Extract<Untimed, { type: Settling }> =>
  ['settle-step', 'settle-compensation', 'settle-plan', 'settle-probe', 'settle-check'].includes(command.type)

type Result = Extract<Untimed, { type: 'settle-step' }>['result']

export const settleStep = (effect: Extract<Leaving, { kind: 'action' }>, result: Result): Untimed => ({
  type: 'settle-step',
  effect: effect.id,
  iteration: effect.iteration,
  step: effect.step,
  attempt: effect.attempt,
  result,
})

export const settleCompensation = (
  effect: Extract<Leaving, { kind: 'compensation' }>,
  result: Result,
): Untimed => ({
  type: 'settle-compensation',
  effect: effect.id,
  attempt: effect.attempt,
  result,
})
