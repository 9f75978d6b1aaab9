import { canonicalJson } from '../../shared/audit/canonicalJson.ts'
import type { EffectError } from '../../shared/engine/effectError.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { Plan } from '../../shared/engine/plan.ts'
import { scopeOf } from '../../shared/engine/scope.ts'
import type { Json } from '../../shared/json.ts'
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
