import type { Program } from '../compile/program.ts'
import type { EffectError } from '../engine/effectError.ts'
import type { RunEvent, RunId } from '../engine/event.ts'
import type { Case, Expectations } from '../graph/case.ts'
import type { Json } from '../json.ts'
import type { Trial } from '../sim/trial.ts'
import { answersOf } from './answersOf.ts'
import { observe } from './observed.ts'
import { usualStart } from './runCases.ts'

type Names = Pick<Case, 'id' | 'title'>

/** A trial as a case that expects what came of it. */
export function caseOfTrial({ id, title }: Names, trial: Trial, events: readonly RunEvent[]): Case {
  const { input, mocks, decision, headers, signals = [], seed = 1, startAt } = trial
  return {
    id,
    title,
    input,
    ...(headers && Object.keys(headers).length > 0 ? { headers: { ...headers } } : {}),
    mocks: { ...mocks },
    ...(decision === 'grant' ? {} : { decisions: decision }),
    ...(signals.length > 0
      ? { signals: signals.map(({ afterMs, ...signal }) => ({ ...signal, afterSeconds: afterMs / 1000 })) }
      : {}),
    ...(seed === 1 ? {} : { seed }),
    ...(startAt === usualStart ? {} : { startAt }),
    expect: expectationsOf(events),
  }
}

/** What a case can't carry over from a recorded run. */
export type LeftOut =
  | 'approvals'
  | 'operators'
  | 'probes'
  | 'undos'
  | 'drift'
  | 'recent'
  | 'redacted'
  | 'body'
  | 'fork'

/**
 * A recorded run as a case: its input, the answers of everything outside as mocks, and what came of it as what is expected. `leftOut` names
 * what has no form in a case, so that the result may differ.
 */
export function caseOfRun(
  names: Names,
  program: Program,
  events: readonly RunEvent[],
): { case: Case; leftOut: LeftOut[] } | null {
  const [accepted] = events
  if (accepted?.type !== 'run.accepted') return null
  const { input, request, seed, run, recent, fork } = accepted.data
  const decisions = decisionsIn(events)
  const [decision] = decisions
  const signals = events.flatMap((event) =>
    event.type === 'signal.received' ? [{ ...event.data, afterMs: event.at - accepted.at }] : [],
  )
  const trial: Trial = {
    program,
    input,
    mocks: answersOf(program, events),
    decision: decision ?? 'grant',
    headers: request.headers,
    signals,
    seed,
    startAt: accepted.at,
  }
  const made = caseOfTrial(names, trial, events)
  const { body, ...others } = made.expect
  const same = body === undefined ? undefined : withoutRuns(body, runsIn(program, run, events))
  const cut = JSON.stringify(same) !== JSON.stringify(body)
  const leftOut: LeftOut[] = [
    ...(decisions.size > 1 || events.some(({ type }) => amended.has(type)) ? ['approvals' as const] : []),
    ...(events.some(({ type }) => operated.has(type)) ? ['operators' as const] : []),
    ...(events.some(({ type }) => type === 'step.probed') ? ['probes' as const] : []),
    ...(events.some(isRefusedUndo) ? ['undos' as const] : []),
    ...(isDriftAsked(program, events) ? ['drift' as const] : []),
    ...(recent === undefined ? [] : ['recent' as const]),
    ...(events.some(isRedaction) ? ['redacted' as const] : []),
    ...(cut ? ['body' as const] : []),
    ...(fork?.carried ? ['fork' as const] : []),
  ]
  return { case: { ...made, expect: same === undefined ? others : { ...others, body: same } }, leftOut }
}

/** An undo was carried out, and what it brought was refused: the log says why, and not what it was. */
function isRefusedUndo(event: RunEvent): boolean {
  if (event.type !== 'compensation.failed' || !event.data.error.mayHaveHappened) return false
  return refusals.has(event.data.error.class)
}

const refusals = new Set<EffectError['class']>(['schema', 'expression', 'postcondition', 'policy'])

/** The ids of the run and of its child runs: each simulation has others. */
export function runsIn(program: Program, run: RunId, events: readonly RunEvent[]): string[] {
  const children = new Set(
    events.flatMap((event) => {
      if (event.type !== 'step.started') return []
      const { action, iteration, step } = event.data
      return program.actions[action]?.call.uses === 'loop' ? [`${iteration}/${step}`] : []
    }),
  )
  const ids = events.flatMap((event) => {
    if (event.type !== 'step.succeeded' || !children.has(`${event.data.iteration}/${event.data.step}`))
      return []
    const { output } = event.data
    const id = typeof output === 'object' && output !== null && !Array.isArray(output) ? output.run : null
    return typeof id === 'string' && id !== '' ? [id] : []
  })
  return [run, ...ids]
}

/** A body without the members that name a run; undefined where nothing can be left of it. */
function withoutRuns(body: Json, runs: readonly string[]): Json | undefined {
  if (typeof body === 'string') return runs.some((run) => body.includes(run)) ? undefined : body
  if (typeof body !== 'object' || body === null) return body
  if (Array.isArray(body)) {
    const kept = body.map((each) => withoutRuns(each, runs))
    return kept.every((each) => each !== undefined) ? kept : undefined
  }
  const kept = Object.entries(body).flatMap(([name, each]): [string, Json][] => {
    const value = withoutRuns(each, runs)
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(kept)
}

const amended = new Set<RunEvent['type']>(['approval.edited', 'approval.sent-back'])

/** Whether the host was asked for a baseline: what it told is not in the log. */
function isDriftAsked(program: Program, events: readonly RunEvent[]): boolean {
  return events.some((event) => {
    if (event.type !== 'check.asked') return false
    const { verifier, check } = event.data
    return (
      program.verifiers[verifier]?.checks.some(({ id, type }) => id === check && type === 'drift') ?? false
    )
  })
}

const isRedaction = (event: RunEvent) => event.type === 'policy.evaluated' && event.data.effect === 'redact'

const operated = new Set<RunEvent['type']>(['run.paused', 'run.resumed', 'run.cancelled'])

function decisionsIn(events: readonly RunEvent[]): Set<'grant' | 'deny' | 'none'> {
  const found = events.flatMap(({ type }) => {
    if (type === 'approval.granted') return ['grant' as const]
    if (type === 'approval.denied') return ['deny' as const]
    return type === 'approval.expired' ? ['none' as const] : []
  })
  return new Set(found)
}

/** What a test is called that nobody gave a name: how its run ended. */
export function usualTitle(events: readonly RunEvent[]): string {
  const end = events.findLast((event) => event.type === 'run.ended')
  if (!end) return events.length === 0 ? 'Is refused' : 'Does not end'
  const { outcome, iterations } = end.data
  return `Ends ${outcome} after ${iterations} ${iterations === 1 ? 'iteration' : 'iterations'}`
}

/** What came, as what is expected: enough to notice a change, and nothing that differs from run to run. */
export function expectationsOf(events: readonly RunEvent[]): Expectations {
  const { plan, verdicts, calls, end, notUndone } = observe(events)
  return {
    ...(plan ? { plan: plan.plan.steps.map(({ id }) => id) } : {}),
    ...(verdicts.length > 0 ? { verdicts: verdicts.map((each) => each.verdict.verdict) } : {}),
    ...(calls.size > 0 ? { calls: Object.fromEntries(calls) } : {}),
    ...(end
      ? {
          outcome: end.data.outcome,
          reason: end.data.reason,
          ...(end.data.body === null ? {} : { body: end.data.body }),
          ...(notUndone.length > 0 ? { notUndone } : {}),
        }
      : {}),
  }
}
