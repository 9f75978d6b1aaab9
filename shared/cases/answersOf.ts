import type { Program } from '../compile/program.ts'
import type { CheckAnswer } from '../engine/checkEvents.ts'
import type { EffectError } from '../engine/effectError.ts'
import type { RunEvent } from '../engine/event.ts'
import { statusFault } from '../engine/statusFault.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Mock, MockedAnswer } from '../graph/mock.ts'
import type { Json } from '../json.ts'
import { checkKey, plannerKey } from '../sim/trialWorld.ts'

/** A call, when it left, and what came back of it; null while nothing has. */
type Call = { key: string; at: number; answer: { delayMs: number; mock: MockedAnswer } | null }

/** What everything outside answered in a run, as mocks: the answers to each action and planner in the order in which it was called. */
export function answersOf(program: Program, events: readonly RunEvent[]): Record<string, Mock> {
  const byKey = new Map<string, { delayMs: number; mock: MockedAnswer }[]>()
  // An attempt that was to leave after the run's end never left.
  const until = events.at(-1)?.at ?? 0
  const made = callsOf(program, events).filter(({ at, answer }) => answer !== null || at <= until)
  for (const { key, answer } of made.toSorted((a, b) => a.at - b.at)) {
    const answers = byKey.get(key) ?? []
    answers.push(answer ?? unanswered)
    byKey.set(key, answers)
  }
  return Object.fromEntries([...byKey].map(([key, answers]) => [key, mockOf(answers)]))
}

const unanswered = { delayMs: 0, mock: { answers: 'nothing' } } as const

function mockOf(answers: readonly { delayMs: number; mock: MockedAnswer }[]): Mock {
  const [first = unanswered] = answers
  const same = answers.every((each) => JSON.stringify(each) === JSON.stringify(first))
  return same ? first : { delayMs: 0, mock: { answers: 'series', each: [...answers] } }
}

function callsOf(program: Program, events: readonly RunEvent[]): Call[] {
  const calls: Call[] = []
  const open = new Map<string, Call>()
  const actions = new Map<string, NodeId>()
  const leave = (place: string, key: string, at: number) => {
    const call: Call = { key, at, answer: null }
    open.set(place, call)
    calls.push(call)
  }
  const come = (place: string, at: number, mock: MockedAnswer) => {
    const call = open.get(place)
    if (!call || call.answer) return
    call.answer = { delayMs: Math.max(0, at - call.at), mock }
  }
  const isOutside = (action: NodeId) => {
    const uses = program.actions[action]?.call.uses
    return uses !== undefined && uses !== 'transform' && uses !== 'wait'
  }
  const brought = (id: NodeId, output: Json, costUsd: number): MockedAnswer => {
    const action = program.actions[id]
    const value = valueOf(output, action?.call.uses === 'loop')
    return costUsd === (action?.costUsd ?? 0) ? value : { ...value, costUsd }
  }
  for (const event of events) {
    const { at } = event
    switch (event.type) {
      case 'step.started': {
        const { iteration, step, action } = event.data
        actions.set(`${iteration}/${step}`, action)
        if (isOutside(action)) leave(`${iteration}/${step}`, action, at)
        break
      }
      case 'step.retried': {
        const { iteration, step, error, notBefore } = event.data
        const place = `${iteration}/${step}`
        const action = actions.get(place)
        come(place, at, failureOf(error))
        if (action !== undefined && isOutside(action)) leave(place, action, Math.max(at, notBefore))
        break
      }
      case 'step.succeeded': {
        const { iteration, step, output, costUsd } = event.data
        const place = `${iteration}/${step}`
        come(place, at, brought(actions.get(place) ?? '', output, costUsd))
        break
      }
      case 'step.failed': {
        const { iteration, step, error, output, costUsd = 0 } = event.data
        const place = `${iteration}/${step}`
        // A result that came and was refused is a result all the same.
        come(
          place,
          at,
          output === undefined ? failureOf(error) : brought(actions.get(place) ?? '', output, costUsd),
        )
        break
      }
      case 'step.uncertain':
        come(`${event.data.iteration}/${event.data.step}`, at, failureOf(event.data.error))
        break
      case 'step.probed':
        if (event.data.error && !event.data.undo)
          come(`${event.data.iteration}/${event.data.step}`, at, failureOf(event.data.error))
        break
      case 'compensation.started':
        leave(`undo ${event.data.undoes}`, event.data.action, Math.max(at, event.data.notBefore ?? at))
        break
      case 'compensation.succeeded':
        come(`undo ${event.data.undoes}`, at, valueOf(event.data.output, false))
        break
      case 'compensation.failed':
        come(`undo ${event.data.undoes}`, at, failureOf(event.data.error))
        break
      case 'check.asked': {
        const { verifier, check, effect } = event.data
        const isHttp = program.verifiers[verifier]?.checks.some(
          ({ id, type }) => id === check && type === 'http',
        )
        if (isHttp) leave(`check ${effect}`, checkKey(verifier, check), at)
        break
      }
      case 'check.answered': {
        const { verifier, check, effect, answer } = event.data
        const place = `check ${effect}`
        if (!open.has(place)) break
        come(place, at, answer.ok ? checkerOf(answer) : failureOf(answer.error))
        if (!answer.ok && answer.retryAt !== null)
          leave(place, checkKey(verifier, check), Math.max(at, answer.retryAt))
        break
      }
      case 'plan.requested':
        for (const { member, effect } of event.data.asked ?? [])
          leave(`plan ${effect}`, plannerKey(event.data.planner, member), at)
        break
      case 'plan.answered': {
        const { effect, answer, planner, member } = event.data
        const place = `plan ${effect}`
        come(place, at, answer.ok ? { answers: 'value', value: answer.proposal } : failureOf(answer.error))
        if (!answer.ok && answer.retryAt !== null)
          leave(place, plannerKey(planner, member), Math.max(at, answer.retryAt))
        break
      }
      default:
    }
  }
  return calls
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

/** Of a child run the body alone is mocked. */
function valueOf(output: Json, isChild: boolean): Extract<MockedAnswer, { answers: 'value' }> {
  const body =
    isChild && typeof output === 'object' && output !== null && !Array.isArray(output) ? output.body : output
  return { answers: 'value', value: body ?? null }
}

/** A status says all of an HTTP error, a timeout is no answer at all; of anything else the error stands in the mock. */
function failureOf(error: EffectError): MockedAnswer {
  const { status = 0, class: kind, message, retryable, mayHaveHappened } = error
  // The engine calls it a time-out, too, when no further attempt fits into the step's time.
  if (kind === 'timeout' && retryable) return { answers: 'nothing' }
  const said = statusFault(status)
  const isPlain = kind === 'http' && said.retryable === retryable && said.mayHaveHappened === mayHaveHappened
  const own = { class: kind, message, retryable, mayHaveHappened }
  return { answers: 'failure', status, times: null, ...(isPlain ? {} : { error: own }) }
}
