import type { Program } from '../compile/program.ts'
import type { CheckAnswer } from '../engine/checkEvents.ts'
import type { EffectError } from '../engine/effectError.ts'
import type { RunEvent } from '../engine/event.ts'
import { statusFault } from '../engine/statusFault.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Mock, MockedAnswer } from '../graph/mock.ts'
import type { Json } from '../json.ts'
import { checkKey, plannerKey } from '../sim/mockKeys.ts'
import { CallLog } from './CallLog.ts'

/** How an error is kept: as the shortest mock that does the same (`brief`), or with the very words of the record (`whole`). */
export type ErrorWords = 'brief' | 'whole'

/** What is known while a log is read. `actions`: which action each step uses. */
type Reading = { program: Program; calls: CallLog; actions: Map<string, NodeId>; words: ErrorWords }

/** What everything outside answered in a run, as mocks: to each action, planner and checker in the order in which it was called. */
export function answersOf(
  program: Program,
  events: readonly RunEvent[],
  words: ErrorWords = 'brief',
): Record<string, Mock> {
  return callsIn(program, events, words).mocks(events.at(-1)?.at ?? 0)
}

/** The calls of everything outside that a run made, with their answers. */
export function callsIn(program: Program, events: readonly RunEvent[], words: ErrorWords = 'brief'): CallLog {
  const reading: Reading = { program, calls: new CallLog(), actions: new Map(), words }
  for (const event of events) {
    readStep(reading, event)
    readUndo(reading, event)
    readPlanner(reading, event)
    readCheck(reading, event)
  }
  return reading.calls
}

function readStep({ program, calls, actions, words }: Reading, event: RunEvent): void {
  const { at } = event
  if (event.type === 'step.started') {
    const { iteration, step, action } = event.data
    actions.set(`${iteration}/${step}`, action)
    if (isOutside(program, action)) calls.leave(`${iteration}/${step}`, action, at)
  }
  if (event.type === 'step.retried') {
    const { iteration, step, error, notBefore } = event.data
    const place = `${iteration}/${step}`
    const action = actions.get(place) ?? ''
    calls.come(place, at, failureOf(error, words))
    if (isOutside(program, action)) calls.leave(place, action, Math.max(at, notBefore))
  }
  if (event.type === 'step.succeeded') {
    const { iteration, step, output, costUsd } = event.data
    const place = `${iteration}/${step}`
    calls.come(place, at, brought(program, actions.get(place) ?? '', output, costUsd))
  }
  if (event.type === 'step.failed') {
    const { iteration, step, error, output, costUsd = 0 } = event.data
    const place = `${iteration}/${step}`
    const action = actions.get(place) ?? ''
    // A result that came and was refused is a result all the same.
    calls.come(
      place,
      at,
      output === undefined ? failureOf(error, words) : brought(program, action, output, costUsd),
    )
  }
  if (event.type === 'step.uncertain')
    calls.come(`${event.data.iteration}/${event.data.step}`, at, failureOf(event.data.error, words))
  if (event.type === 'step.probed' && event.data.error && !event.data.undo)
    calls.come(`${event.data.iteration}/${event.data.step}`, at, failureOf(event.data.error, words))
}

function readUndo({ calls, words }: Reading, event: RunEvent): void {
  const { at } = event
  if (event.type === 'compensation.started') {
    const { undoes, action, notBefore } = event.data
    calls.leave(`undo ${undoes}`, action, Math.max(at, notBefore ?? at))
  }
  if (event.type === 'compensation.succeeded')
    calls.come(`undo ${event.data.undoes}`, at, { answers: 'value', value: event.data.output })
  if (event.type === 'compensation.failed')
    calls.come(`undo ${event.data.undoes}`, at, failureOf(event.data.error, words))
}

function readPlanner({ calls, words }: Reading, event: RunEvent): void {
  const { at } = event
  if (event.type === 'plan.requested')
    for (const { member, effect } of event.data.asked ?? [])
      calls.leave(`plan ${effect}`, plannerKey(event.data.planner, member), at)
  if (event.type === 'plan.answered') {
    const { effect, answer, planner, member } = event.data
    const place = `plan ${effect}`
    calls.come(
      place,
      at,
      answer.ok ? { answers: 'value', value: answer.proposal } : failureOf(answer.error, words),
    )
    if (!answer.ok && answer.retryAt !== null)
      calls.leave(place, plannerKey(planner, member), Math.max(at, answer.retryAt))
  }
}

function readCheck({ program, calls, words }: Reading, event: RunEvent): void {
  const { at } = event
  if (event.type === 'check.asked') {
    const { verifier, check, effect } = event.data
    const checks = program.verifiers[verifier]?.checks ?? []
    if (checks.some(({ id, type }) => id === check && type === 'http'))
      calls.leave(`check ${effect}`, checkKey(verifier, check), at)
  }
  if (event.type === 'check.answered') {
    const { verifier, check, effect, answer } = event.data
    const place = `check ${effect}`
    if (!calls.isKnown(place)) return
    calls.come(place, at, answer.ok ? checkerOf(answer) : failureOf(answer.error, words))
    if (!answer.ok && answer.retryAt !== null)
      calls.leave(place, checkKey(verifier, check), Math.max(at, answer.retryAt))
  }
}

/** Transforms are computed and waits are waited for; the rest is called. */
function isOutside(program: Program, action: NodeId): boolean {
  const uses = program.actions[action]?.call.uses
  return uses !== undefined && uses !== 'transform' && uses !== 'wait'
}

/** Of a child run the body alone; with the cost, where it is another than the action declares. */
function brought(program: Program, id: NodeId, output: Json, costUsd: number): MockedAnswer {
  const action = program.actions[id]
  const isChild = action?.call.uses === 'loop'
  const isObject = typeof output === 'object' && output !== null && !Array.isArray(output)
  const value = isChild && isObject ? (output.body ?? null) : output
  return { answers: 'value', value, ...(costUsd === (action?.costUsd ?? 0) ? {} : { costUsd }) }
}

/** What an external checker answered, in the words of its contract. */
function checkerOf({
  result,
  severity,
  message,
  by,
  evidence,
}: Extract<CheckAnswer, { ok: true }>): MockedAnswer {
  const version = by === null ? {} : { version: by }
  return {
    answers: 'value',
    value: { result, ...(result === 'fail' ? { severity } : {}), message, ...version, evidence },
  }
}

/** A status says all of an HTTP error, a timeout is no answer at all; of anything else the error stands in the mock. */
function failureOf(error: EffectError, words: ErrorWords): MockedAnswer {
  const { status = 0, class: kind, message, retryable, mayHaveHappened } = error
  // The engine calls it a time-out, too, when no further attempt fits into the step's time.
  if (words === 'brief' && kind === 'timeout' && retryable) return { answers: 'nothing' }
  const said = statusFault(status)
  const isPlain = kind === 'http' && said.retryable === retryable && said.mayHaveHappened === mayHaveHappened
  const own = { class: kind, message, retryable, mayHaveHappened }
  return { answers: 'failure', status, times: null, ...(words === 'brief' && isPlain ? {} : { error: own }) }
}
