import { canonicalJson } from '../../shared/audit/canonicalJson.ts'
import type { EffectError } from '../../shared/engine/effectError.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { evolve } from '../../shared/engine/evolve.ts'
import type { Carried } from '../../shared/engine/fork.ts'
import type { Plan } from '../../shared/engine/plan.ts'
import { scopeOf } from '../../shared/engine/scope.ts'
import { initialState, type RunState } from '../../shared/engine/state.ts'
import type { Json } from '../../shared/json.ts'
import type { PlannerRequest } from '../../shared/plan/contract.ts'
import { findCycle } from '../../shared/plan/dependencies.ts'
import { applyRails, railFaults } from '../../shared/plan/rails.ts'
import type { Drive } from './drive.ts'

// Rules of planning. Each says how a finished run breaks it; nothing when it keeps it.

/** The planner is asked in order, no more often than it may be, and again exactly when a rejection says so. */
export function asksWithinBounds(drive: Drive): string[] {
  const faults: string[] = []
  let asks = 0
  let isOpen = false
  for (const event of drive.log) {
    if (event.type === 'iteration.started') {
      asks = 0
      isOpen = true
    }
    if (event.type === 'plan.requested') {
      asks += 1
      if (!isOpen) faults.push(`ask ${asks} came unasked for`)
      if (event.data.ask !== asks) faults.push(`ask ${event.data.ask} is number ${asks}`)
      if (asks > (drive.program.planners[event.data.planner]?.asks ?? 0)) faults.push('asked too often')
      isOpen = false
    }
    if (event.type === 'plan.rejected') isOpen = event.data.again === true
    if (event.type === 'plan.adopted' && isOpen) faults.push('adopted what was rejected')
  }
  return faults
}

/** An external planner is asked only under an ask on record, and each of its attempts is answered once. */
export function asksWithIntent(drive: Drive): string[] {
  const faults: string[] = []
  const intended = new Map<string, number>()
  const answered = new Set<string>()
  for (const { events, owed } of drive.turns) {
    for (const event of events) {
      if (event.type === 'plan.requested')
        for (const { effect } of event.data.asked ?? []) intended.set(effect, 1)
      if (event.type !== 'plan.answered') continue
      const { effect, attempt, answer } = event.data
      const key = `${effect} ${attempt}`
      if (answered.has(key)) faults.push(`${key} was answered twice`)
      answered.add(key)
      if (intended.get(effect) !== attempt) faults.push(`${key} was never asked`)
      if (!answer.ok && answer.retryAt !== null) intended.set(effect, attempt + 1)
    }
    for (const effect of owed)
      if (effect.kind === 'plan' && intended.get(effect.id) !== effect.attempt)
        faults.push(`attempt ${effect.attempt} of ${effect.id} was not intended`)
  }
  return faults
}

function proposals(log: readonly RunEvent[]): Plan[] {
  return log.flatMap((event) => (event.type === 'plan.proposed' ? [event.data.plan] : []))
}

/** Every plan keeps the rails that held when it was made, uses only actions it may, and is a DAG of steps with names of their own. */
export function plansSoundly({ program, turns }: Drive): string[] {
  return turns.flatMap(({ events, state }) =>
    proposals(events).flatMap((plan) => {
      const planner = program.planners[plan.provenance.planner]
      const ids = plan.steps.map(({ id }) => id)
      const faults = plan.steps.flatMap(({ action, after, insteadOf }) => [
        ...(planner?.actions.includes(action) ? [] : [`it uses ${action}`]),
        ...[...after, ...(insteadOf === null ? [] : [insteadOf])].filter((id) => !ids.includes(id)),
      ])
      if (new Set(ids).size < ids.length) faults.push('two steps have one name')
      if (findCycle(plan.steps)) faults.push('its steps wait in a circle')
      // What rails read does not change while the iteration plans, unless a fact grows old.
      const isPlanning =
        state.status === 'active' && state.iteration?.plan === plan && state.past.length === 0
      if (!isPlanning || !planner) return faults
      const rails = applyRails(planner.rails, { ...scopeOf(program, state), facts: {} })
      return rails.ok
        ? [...faults, ...railFaults(program, rails.rails, plan.steps).map(({ message }) => message)]
        : faults
    }),
  )
}

const reachMs = 30_000

/** Nothing is adopted or started that takes for granted what is known not to be so, or what nobody looked at. */
export function actsOnWhatHolds({ log }: Drive): string[] {
  const faults: string[] = []
  const hosts = new Map<string, { at: number; holds: boolean }>()
  let failed: string[] = []
  let plan: Plan | undefined
  for (const event of log) {
    if (event.type === 'plan.proposed') {
      plan = event.data.plan
      failed = []
    }
    if (event.type === 'assumption.checked') {
      const { of, assumption, holds } = event.data
      if (assumption.type === 'reachable') hosts.set(assumption.host, { at: event.at, holds })
      if (!holds) failed.push(of ?? 'plan')
    }
    if (event.type === 'plan.adopted' && failed.length > 0)
      faults.push(`adopted although ${failed.join()} fails`)
    if (event.type !== 'step.started' && event.type !== 'plan.adopted') continue
    const step = event.type === 'step.started' ? event.data.step.replace(/\[.*/, '') : null
    if (step !== null && failed.includes(step)) faults.push(`${step} started although it may not`)
    for (const needs of plan?.assumes ?? []) {
      const { assumption } = needs
      if (assumption.type !== 'reachable' || (step !== null && needs.step !== null && needs.step !== step))
        continue
      const known = hosts.get(assumption.host)
      if (!known?.holds || event.at - known.at > reachMs)
        faults.push(`${event.type} without ${assumption.host}`)
    }
    if (event.type === 'plan.adopted') failed = []
  }
  return faults
}

/** What says when the next iteration may begin is kept to. */
export function keepsThePace({ log }: Drive): string[] {
  let until = 0
  return log.flatMap((event) => {
    if (event.type === 'iteration.delayed') until = event.data.until
    return event.type === 'iteration.started' && event.at < until
      ? [`iteration ${event.data.iteration} was too early`]
      : []
  })
}

/** No more iterations in a row than the limit make the same calls with the same results. */
export function endsRepetition({ log, program }: Drive): string[] {
  const iterations: Json[][] = []
  const called = new Set<string>()
  for (const event of log) {
    if (event.type === 'iteration.started') {
      iterations.push([])
      called.clear()
    }
    if (event.type === 'step.started') {
      iterations.at(-1)?.push([event.data.step, event.data.action, event.data.args])
      called.add(event.data.step)
    }
    if (event.type === 'step.succeeded' && called.has(event.data.step))
      iterations.at(-1)?.push([event.data.step, event.data.output])
    if (event.type === 'step.failed' && called.has(event.data.step))
      iterations.at(-1)?.push([event.data.step, ...errorOf(event.data), event.data.output ?? null])
    if (event.type === 'step.uncertain') iterations.at(-1)?.push([event.data.step, ...errorOf(event.data)])
  }
  let times = 0
  let last = ''
  return iterations.flatMap((calls) => {
    const now = canonicalJson(calls)
    times = now === last && calls.length > 0 ? times + 1 : 1
    last = now
    return times > program.limits.repeats ? [`the same ${times} times`] : []
  })
}

const errorOf = ({ error }: { error: EffectError }) => [error.class, error.status ?? null]

/** What is too old is not acted on. */
export function actsOnFreshInput({ log, program }: Drive): string[] {
  const [first] = log
  const { maxAgeSeconds } = program.trigger
  if (maxAgeSeconds === null || !first) return []
  const end = first.at + maxAgeSeconds * 1000
  return log.flatMap((event) =>
    (event.type === 'iteration.started' || event.type === 'step.started') && event.at > end
      ? [`${event.type} ${event.at - end} ms after the input was too old`]
      : [],
  )
}

/** What the run that this is a fork of had before its first iteration. */
const carriedBy = ([first]: readonly RunEvent[]): Carried | null =>
  (first?.type === 'run.accepted' ? first.data.fork?.carried : null) ?? null

/** Each event of a log with the state after it. */
function* folded(log: readonly RunEvent[]): Generator<[RunEvent, RunState]> {
  let state: RunState = initialState
  for (const event of log) {
    state = evolve(state, event)
    yield [event, state]
  }
}

/** What a person sent back leads to the next iteration, which is told so first, and is read in that one alone. */
export function knowsWhatWasSentBack({ program, log }: Drive): string[] {
  const faults: string[] = []
  type Back = NonNullable<Carried['sentBack']>
  let coming: Back | null = carriedBy(log)?.sentBack ?? null
  let isOver = false
  let told: Back | null = null
  for (const [event, state] of folded(log)) {
    if (state.status === 'new') continue
    if (event.type === 'approval.sent-back') {
      coming = event.data
      isOver = true
    }
    if (event.type === 'plan.rejected' && !event.data.again && isOver) {
      // A limit is met, so nothing is planned anew.
      coming = null
      isOver = false
    }
    if (event.type === 'iteration.started') {
      told = coming?.to === event.data.planner ? coming : null
      coming = null
      isOver = false
    }
    const place = `after ${event.seq}, ${event.type},`
    if (event.type === 'plan.requested' && event.data.ask === 1) {
      const words = told ? [`Sent back: ${told.feedback}`] : []
      if (canonicalJson(event.data.feedback ?? []) !== canonicalJson(words))
        faults.push(`${place} it was told otherwise`)
    }
    const read = told && { by: told.by, feedback: told.feedback, approval: told.approval }
    if (canonicalJson(scopeOf(program, state)['sentBack'] ?? null) !== canonicalJson(read))
      faults.push(`${place} another is read`)
    if ((state.sentBack !== null) !== isOver) faults.push(`${place} it is kept too long, or not long enough`)
  }
  return faults
}

/** Until an iteration has a plan of its own it knows the last one that was proposed, and its planners are told of that. */
export function knowsThePlanBefore({ turns, log }: Drive): string[] {
  const faults: string[] = []
  let last = digestOf(carriedBy(log)?.previous)
  const proposedBy = new Map<number, string | null>()
  for (const [event, state] of folded(log)) {
    if (event.type === 'plan.proposed') last = digestOf(event.data.plan)
    proposedBy.set(event.seq, last)
    const iteration = state.status === 'new' ? null : state.iteration
    if (!iteration) continue
    const known = digestOf(iteration.previous)
    if (known !== (iteration.plan ? null : last))
      faults.push(`after ${event.seq}, ${event.type}, it knows ${known}`)
  }
  for (const { events, owed } of turns)
    for (const effect of owed) {
      if (effect.kind !== 'plan') continue
      const told = digestOf((effect.request as unknown as PlannerRequest).previousPlan)
      if (told !== proposedBy.get(events.at(-1)?.seq ?? 0)) faults.push(`${effect.id} tells of ${told}`)
    }
  return faults
}

const digestOf = (plan: { digest: string; steps: readonly unknown[] } | null | undefined) =>
  plan ? `${plan.digest} of ${plan.steps.length}` : null
