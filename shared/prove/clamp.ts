import type { Program, ProgramAction, ProgramPlanner } from '../compile/program.ts'
import type { ResolvedLimits } from '../graph/limits.ts'
import type { Retry } from '../graph/nodes/action.ts'
import type { Check, HttpCheck } from '../graph/nodes/check.ts'
import type { StepTemplate, Strategy } from '../graph/nodes/planner.ts'

/** A bound that a program has and that was drawn closer, so that what could happen is finite and small. */
export type Clamped = { what: string; from: number; to: number }

/** Passes beyond one for each planner: enough that each stage can be gone through again. */
const furtherIterations = 2

/** Nobody learns more from a second attempt: what it can come to, the first can come to. */
const once: Pick<Retry, 'maxAttempts'> = { maxAttempts: 1 }

/**
 * The program with closer bounds: fewer iterations, one attempt of each call, no waits between iterations. What depends on how much time
 * passes is looked at only where a deadline ends something.
 */
export function clampProgram(program: Program): { program: Program; clamped: Clamped[] } {
  const clamped: Clamped[] = []
  const cut = (what: string, from: number, to: number) => {
    if (to >= from) return from
    clamped.push({ what, from, to })
    return to
  }
  const planners = Object.keys(program.planners).length
  const limits: ResolvedLimits = {
    ...program.limits,
    iterations: cut('iterations', program.limits.iterations, planners + furtherIterations),
    // The fingerprint of results that are not known says nothing.
    repeats: 1000,
    backoffSeconds: 0,
  }
  const attempts = Math.max(...Object.values(program.actions).map(({ retry }) => retry.maxAttempts), 1)
  cut('attempts of a call', attempts, once.maxAttempts)
  const asks = Math.max(...Object.values(program.planners).map((planner) => planner.asks), 1)
  cut('asks of a planner', asks, mostAsks)
  const needs = Math.max(...Object.values(program.approvals).map(({ need }) => need), 1)
  cut('people who must agree', needs, mostPeople)
  const most = Math.max(0, ...Object.values(program.planners).flatMap(mapSizes))
  if (most > 0) cut('items of a step that maps over a list', most, mostItems)
  return {
    program: {
      ...program,
      limits,
      trigger: { ...program.trigger, observedAt: null, maxAgeSeconds: null },
      actions: mapValues(program.actions, clampAction),
      planners: mapValues(program.planners, clampPlanner),
      approvals: mapValues(program.approvals, (approval) => ({
        ...approval,
        need: Math.min(approval.need, mostPeople),
      })),
      verifiers: mapValues(program.verifiers, (verifier) => ({
        ...verifier,
        checks: verifier.checks.map(clampCheck),
      })),
      policies: program.policies.map((policy) =>
        policy.need === undefined ? policy : { ...policy, need: Math.min(policy.need, mostPeople) },
      ),
    },
    clamped,
  }
}

const mostAsks = 2
const mostPeople = 2
/** A list has none, one, or more than one. */
export const mostItems = 2

function clampAction(action: ProgramAction): ProgramAction {
  return { ...action, totalSeconds: null, freshSeconds: null, retry: { ...action.retry, ...once } }
}

function clampPlanner(planner: ProgramPlanner): ProgramPlanner {
  return {
    ...planner,
    asks: Math.min(planner.asks, mostAsks),
    strategy: clampStrategy(planner.strategy),
  }
}

function clampStrategy(strategy: Strategy): Strategy {
  switch (strategy.type) {
    case 'http':
      return strategy.retry ? { ...strategy, retry: { ...strategy.retry, ...once } } : strategy
    case 'federation':
      return {
        ...strategy,
        members: strategy.members.map((member) => {
          const { strategy: own } = member
          return own.type === 'http' && own.retry
            ? { ...member, strategy: { ...own, retry: { ...own.retry, ...once } } }
            : member
        }),
      }
    case 'sequence':
    case 'table':
    case 'goal':
    case 'choice':
      return strategy
  }
}

/** A check that is left out of a run changes as little as one that holds. What the host is asked, it is asked once, in whatever way. */
function clampCheck({ sample: _sample, ...check }: Check): Check {
  if (check.type !== 'drift' && check.type !== 'http') return check
  const { id, title, weight, onFail, onInconclusive, message } = check
  const asked = { host: 'checker', method: 'POST' as const, path: '/' }
  return defined({
    type: 'http',
    id,
    title,
    weight,
    onFail,
    onInconclusive,
    message,
    call: asked,
    about: null,
  })
}

/** Without the members that are left out. */
function defined(check: { [K in keyof HttpCheck]: HttpCheck[K] | undefined }): HttpCheck {
  return Object.fromEntries(Object.entries(check).filter(([, value]) => value !== undefined)) as HttpCheck
}

function mapSizes(planner: ProgramPlanner): number[] {
  return stepTemplatesOf(planner.strategy).flatMap(({ map }) => (map ? [map.max ?? 100] : []))
}

/** Every step that a strategy can plan, as it is written. */
export function stepTemplatesOf(strategy: Strategy): readonly StepTemplate[] {
  switch (strategy.type) {
    case 'sequence':
      return strategy.steps
    case 'table':
      return [...strategy.rules.flatMap(({ steps }) => steps), ...(strategy.otherwise ?? [])]
    case 'goal':
      return strategy.candidates
    case 'choice':
      return strategy.options.flatMap(({ steps }) => steps)
    case 'http':
      return []
    case 'federation':
      return strategy.members.flatMap((member) => stepTemplatesOf(member.strategy))
  }
}

function mapValues<V>(record: Readonly<Record<string, V>>, change: (value: V) => V): Record<string, V> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
