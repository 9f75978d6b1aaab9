import type { Program, ProgramAction } from '../../shared/compile/program.ts'
import { decide } from '../../shared/engine/decide.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { pending } from '../../shared/engine/pending.ts'
import type { Delivery, History, Sent } from './hostileHost.ts'

// Each rule says how a history breaks it; nothing when it keeps it. The rules are those of the architecture, section 4.

/** What left was announced by an event that was durable then, with that very effect, attempt and arguments. */
export function intendsBeforeSending({ log, sent }: History): string[] {
  const intents = new Map<string, { seq: number; args: string }>()
  const args = new Map<string, string>()
  for (const event of log) {
    if (event.type === 'step.started' || event.type === 'compensation.started') {
      args.set(event.data.effect, JSON.stringify(event.data.args))
      intents.set(`${event.data.effect}#${event.data.attempt}`, intent(event, args, event.data.effect))
    }
    if (event.type === 'step.retried') {
      const effect = `${runOf(log)}/${event.data.iteration}/${event.data.step}`
      intents.set(`${effect}#${event.data.attempt}`, intent(event, args, effect))
    }
  }
  return sent.flatMap(({ effect, attempt, durable, args: sentArgs }) => {
    const announced = intents.get(`${effect}#${attempt}`)
    if (!announced || announced.seq > durable)
      return [`attempt ${attempt} of ${effect} left before its intent`]
    return announced.args === JSON.stringify(sentArgs) ? [] : [`${effect} left with other arguments`]
  })
}

function intent(event: RunEvent, args: Map<string, string>, effect: string) {
  return { seq: event.seq, args: args.get(effect) ?? '' }
}

/** An effect has one id, made of where it belongs, over retries, crashes and replays; and what it asks for never changes. */
export function keepsOneKey({ log, sent }: History): string[] {
  const asked = new Map<string, string>()
  return sent.flatMap(({ effect, action, args }) => {
    const what = JSON.stringify([action, args])
    const before = asked.get(effect) ?? what
    asked.set(effect, what)
    const faults = before === what ? [] : [`${effect} first asked for ${before}, then for ${what}`]
    const isOwn = /^\/\d+\/[A-Za-z_]\w*(\[\d+\])?(\/undo)?$/.test(effect.slice(runOf(log).length))
    return isOwn && effect.startsWith(runOf(log)) ? faults : [...faults, `${effect} is no key of this run`]
  })
}

/** A result that nobody waits for is recorded as late, once an effect, and changes nothing that time alone would not. */
export function ignoresStaleResults({ program, log, deliveries }: History): string[] {
  const late = log.flatMap((event) => (event.type === 'step.late' ? [event.data.effect] : []))
  const faults = late.filter((effect, place) => late.indexOf(effect) !== place).map((each) => `${each} twice`)
  for (const delivery of deliveries) {
    if (!isStale(program, delivery)) continue
    const { command, before, events } = delivery
    const ticked = decide(program, before, { type: 'tick', at: command.at })
    const byTime = delivery.rejection || !ticked.ok ? [] : ticked.events
    const others = events.filter(({ type }) => type !== 'step.late').map(({ type, data }) => ({ type, data }))
    if (JSON.stringify(others) !== JSON.stringify(byTime.map(({ type, data }) => ({ type, data }))))
      faults.push(`a stale result did ${others.map(({ type }) => type).join()}`)
  }
  return faults
}

/** Whether the run owes nothing any more that this is the result of. */
function isStale(program: Program, { command, before }: Delivery): boolean {
  if (command.type !== 'settle-step' && command.type !== 'settle-compensation') return false
  const { effect, attempt } = command
  return !pending(program, before).some(
    (owed) =>
      (owed.kind === 'action' || owed.kind === 'compensation') &&
      owed.id === effect &&
      owed.attempt === attempt,
  )
}

/**
 * What can’t be repeated leaves again only after an attempt that certainly did nothing; where that is not known, the step is
 * uncertain, and its verdict counts it.
 */
export function neverRepeatsBlindly({ program, log, sent }: History): string[] {
  // A child run is one and the same, however often it is asked for.
  const once = sent.filter(({ action }) => {
    const of = program.actions[action]
    return of?.idempotency === 'none' && of.call.uses !== 'loop'
  })
  const cleared = new Set(log.flatMap((event) => clearedAttempt(event, runOf(log))))
  const left = new Map<string, Sent>()
  const faults: string[] = []
  for (const each of once) {
    const before = left.get(each.effect)
    if (before && !cleared.has(`${before.effect}#${before.attempt}`))
      faults.push(`${each.effect} left again after attempt ${before.attempt}, of which nothing is known`)
    left.set(each.effect, each)
  }
  return [...faults, ...uncountedUncertainty(log)]
}

/** The attempt that an event proves to have done nothing, by its key. */
function clearedAttempt(event: RunEvent, run: string): string[] {
  if (event.type === 'step.retried' && !event.data.error.mayHaveHappened)
    return [`${run}/${event.data.iteration}/${event.data.step}#${event.data.attempt - 1}`]
  // A probe found out: of all attempts up to then.
  if (event.type === 'step.probed' && event.data.result === 'not-happened')
    return attemptsOf(`${run}/${event.data.iteration}/${event.data.step}${event.data.undo ? '/undo' : ''}`)
  if (event.type !== 'compensation.failed' || event.data.final || event.data.error.mayHaveHappened) return []
  // Undos are tried one at a time: the attempt that failed is the last that began, so any of them counts.
  return attemptsOf(`${event.data.undoes}/undo`)
}

const attemptsOf = (effect: string) => Array.from({ length: 20 }, (_, place) => `${effect}#${place + 1}`)

/** Uncertain steps that the next verdict says nothing of. */
function uncountedUncertainty(log: readonly RunEvent[]): string[] {
  const faults: string[] = []
  let open = 0
  for (const event of log) {
    if (event.type === 'iteration.started') open = 0
    if (event.type === 'step.uncertain') open += 1
    if (event.type === 'check.completed' && event.data.check === 'steps.uncertain') open = 0
    if (event.type === 'verdict.reached' && open > 0) faults.push('a verdict passed over an uncertain step')
  }
  return faults
}

/**
 * A rollback, and a cancellation that undoes, leaves nothing that has an undo and may have happened without one or a record; what stands
 * at the end of it is listed.
 */
export function undoesEverything({ program, log }: History): string[] {
  const standing = new Map<string, Standing>()
  const actions = new Map<string, string>()
  const faults: string[] = []
  let undoing = false
  for (const event of log) {
    if (event.type === 'step.started') actions.set(event.data.effect, event.data.action)
    const settled = settledEffect(event, runOf(log))
    if (settled) standing.set(settled.effect, settled.as)
    if (event.type === 'compensation.succeeded') standing.set(event.data.undoes, 'gone')
    if (event.type === 'compensation.failed' && event.data.final) standing.set(event.data.undoes, 'given-up')
    if (event.type === 'verdict.reached') undoing = event.data.verdict === 'rollback'
    if (event.type === 'run.cancelled') undoing = event.data.compensate
    const isOver = event.type === 'iteration.started' || event.type === 'run.ended'
    if (!isOver || !undoing || (event.type === 'run.ended' && event.data.reason === 'killed')) continue
    undoing = false
    const listed = event.type === 'run.ended' ? event.data.notUndone : null
    for (const [effect, as] of standing)
      faults.push(...faultOf(effect, as, program.actions[actions.get(effect) ?? ''], listed))
  }
  return faults
}

type Standing = 'succeeded' | 'uncertain' | 'failed' | 'gone' | 'given-up'

function faultOf(
  effect: string,
  as: Standing,
  action: ProgramAction | undefined,
  listed: string[] | null,
): string[] {
  if (as === 'gone' || !action) return []
  const isOwed = as !== 'given-up' && action.undo && (as === 'succeeded' || action.undoOn.includes(as))
  if (isOwed) return [`${effect} was not undone`]
  const mustList = listed && action.reversibility !== 'pure' && !listed.includes(effect)
  return mustList ? [`${effect} stands, and is not listed`] : []
}

function settledEffect(event: RunEvent, run: string): { effect: string; as: Standing } | null {
  const of = (data: { iteration: number; step: string }) => `${run}/${data.iteration}/${data.step}`
  switch (event.type) {
    case 'step.succeeded':
      return { effect: of(event.data), as: 'succeeded' }
    case 'step.uncertain':
      return { effect: of(event.data), as: 'uncertain' }
    case 'step.failed':
      return { effect: of(event.data), as: event.data.error.mayHaveHappened ? 'failed' : 'gone' }
    case 'step.probed':
      return event.data.result === 'not-happened' ? { effect: of(event.data), as: 'gone' } : null
    default:
      return null
  }
}

/** Nothing starts past a limit on cost or time, nor while the run is paused, nor once it is cancelled. */
export function startsNothingForbidden({ program, log }: History): string[] {
  const faults: string[] = []
  const startedAt = log[0]?.at ?? 0
  const endsAt = startedAt + Math.ceil(program.limits.durationSeconds * 1000)
  let stopped: string | null = null
  for (const event of log) {
    if (event.type === 'run.paused') stopped = 'paused'
    if (event.type === 'run.resumed') stopped = null
    if (event.type === 'run.cancelled') stopped = 'cancelled'
    const starts = event.type === 'step.started' || event.type === 'iteration.started'
    if (starts && stopped) faults.push(`${event.type} while ${stopped}`)
    if (event.type === 'step.retried' && stopped === 'cancelled') faults.push('a retry after a cancellation')
    if (starts && event.at >= endsAt) faults.push(`${event.type} after the run’s time`)
  }
  return faults
}

/** What has been spent and what runs, as it declares, is within the limit whenever a step starts. */
export function spendsWithinLimit({ program, turns }: History): string[] {
  const limit = program.limits.costUsd
  let spent = 0
  const running = new Map<string, number>()
  const faults: string[] = []
  for (const event of turns.flatMap((turn) => turn.events)) {
    if (event.type === 'iteration.started') running.clear()
    if (event.type === 'step.started') {
      const action = program.actions[event.data.action]
      // A wait costs nothing, whatever its action declares.
      running.set(event.data.step, action?.call.uses === 'wait' ? 0 : (action?.costUsd ?? 0))
      const all = [...running.values()].reduce((sum, cost) => sum + cost, spent)
      if (all > limit + 1e-9) faults.push(`${event.data.step} starts at a cost of ${all}`)
    }
    if (event.type === 'step.succeeded' || event.type === 'step.failed') spent += event.data.costUsd ?? 0
    if (/^step\.(succeeded|failed|uncertain)$/.test(event.type) && 'step' in event.data)
      running.delete(event.data.step ?? '')
  }
  return faults
}

const runOf = (log: readonly RunEvent[]) => (log[0]?.type === 'run.accepted' ? log[0].data.run : '')
