import type { Rejection } from '../engine/command.ts'
import type { Expectations, ExpectedStep } from '../graph/case.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import type { CaseFailure } from './caseReport.ts'
import { mismatches } from './mismatches.ts'
import type { Observed, Start } from './observed.ts'

type At = { node?: NodeId | null; seq?: number | null }

const failure = (
  pointer: string,
  message: string,
  expected: Json,
  actual: Json | undefined,
  { node = null, seq = null }: At = {},
): CaseFailure => ({ pointer: `/expect${pointer}`, message, expected, actual: actual ?? null, node, seq })

/** What of the expectations did not come, in the order in which a run goes. */
export function unmet(expect: Expectations, seen: Observed, rejection: Rejection | null): CaseFailure[] {
  if (expect.refused !== undefined || rejection) return refusal(expect, rejection)
  return [
    ...(expect.plan === undefined ? [] : unmetPlan(expect.plan, seen)),
    ...unmetVerdicts(expect, seen),
    ...unmetCalls(expect.calls ?? {}, seen),
    ...unmetEnd(expect, seen),
  ]
}

function refusal(expect: Expectations, rejection: Rejection | null): CaseFailure[] {
  const { refused } = expect
  if (refused === rejection?.code) return []
  if (!rejection)
    return [failure('/refused', 'The call was to be refused, and it was accepted.', refused ?? null, null)]
  const faults = (rejection.errors ?? []).map((each) => `${each.pointer || 'input'}: ${each.message}`)
  const why = [rejection.message, ...faults].join(' · ')
  const message =
    refused === undefined
      ? `The call was refused (${rejection.code}), so there is no run: ${why}`
      : `The call was to be refused with ${refused}, and was refused with ${rejection.code}: ${why}`
  return [failure('/refused', message, refused ?? null, rejection.code)]
}

function unmetPlan(expected: readonly ExpectedStep[], { plan, starts }: Observed): CaseFailure[] {
  if (!plan) return [failure('/plan', 'A plan was expected, and none was adopted.', expected as Json, null)]
  const { steps, iteration, provenance } = plan.plan
  const at = { node: provenance.planner, seq: plan.seq }
  const came = steps.map(({ id, action }) => ({ id, action }))
  if (came.length !== expected.length) {
    const message = `A plan of ${counted(expected.length, 'step')} was expected (${expected.map(nameOf).join(', ')}), and one of ${came.length} was adopted (${came.map(({ id }) => id).join(', ')}).`
    return [failure('/plan', message, expected as Json, came, at)]
  }
  return expected.flatMap((step, place) => {
    const now = came[place]
    return now ? unmetStep(step, place, now, { starts, iteration, at }) : []
  })
}

type Within = { starts: readonly Start[]; iteration: number; at: At }

function unmetStep(
  expected: ExpectedStep,
  place: number,
  came: { id: string; action: NodeId },
  { starts, iteration, at }: Within,
): CaseFailure[] {
  const pointer = `/plan/${place}`
  const { id, action, args } =
    typeof expected === 'string' ? { id: expected, action: undefined, args: undefined } : expected
  if ((id !== undefined && id !== came.id) || (action !== undefined && action !== came.action)) {
    const message = `Step ${place + 1} of the plan was to be “${nameOf(expected)}”, and it is “${came.id}”, which uses “${came.action}”.`
    return [failure(pointer, message, expected as Json, came, at)]
  }
  if (args === undefined) return []
  const started = starts.filter(
    (start) => start.iteration === iteration && start.step.replace(/\[\d+\]$/, '') === came.id,
  )
  if (started.length === 0) {
    const message = `“${came.id}” was to be called with arguments, and it was not started.`
    return [failure(`${pointer}/args`, message, args, null, { node: came.action, seq: at.seq ?? null })]
  }
  return started.flatMap((start) =>
    mismatches(args, start.args).map((wrong) =>
      failure(
        `${pointer}/args${wrong.pointer}`,
        `The argument ${wrong.pointer || '(whole)'} of “${start.step}” was to be ${text(wrong.expected)}, and it was ${text(wrong.actual)}.`,
        wrong.expected,
        wrong.actual,
        { node: came.action, seq: start.seq },
      ),
    ),
  )
}

function unmetVerdicts({ verdict, verdicts }: Expectations, { verdicts: came }: Observed): CaseFailure[] {
  const last = came.at(-1)
  const failures: CaseFailure[] = []
  if (verdict !== undefined && last?.verdict.verdict !== verdict) {
    const message = last
      ? `The last verdict was to be ${verdict}, and it was ${last.verdict.verdict}${because(last.verdict.reasons)}.`
      : `The last verdict was to be ${verdict}, and there was none.`
    const at = { node: last?.verdict.verifier ?? null, seq: last?.seq ?? null }
    failures.push(failure('/verdict', message, verdict, last?.verdict.verdict, at))
  }
  const all = came.map((each) => each.verdict.verdict)
  if (verdicts !== undefined && all.join() !== verdicts.join()) {
    const place = all.findIndex((each, index) => each !== verdicts[index])
    const first = place < 0 ? last : came[place]
    const message = `The verdicts were to be ${listed(verdicts)}, and they were ${listed(all)}.`
    const at = { node: first?.verdict.verifier ?? null, seq: first?.seq ?? null }
    failures.push(failure('/verdicts', message, verdicts, all, at))
  }
  return failures
}

function unmetCalls(expected: Readonly<Record<NodeId, number>>, { calls }: Observed): CaseFailure[] {
  return Object.entries(expected).flatMap(([action, times]) => {
    const came = calls.get(action) ?? 0
    if (came === times) return []
    const message = `“${action}” was to be called ${timesOf(times)}, and it was called ${timesOf(came)}.`
    return [failure(`/calls/${action}`, message, times, came, { node: action })]
  })
}

function unmetEnd({ outcome, reason, body, notUndone }: Expectations, seen: Observed): CaseFailure[] {
  const { end } = seen
  if (!end) {
    const asked = [outcome, reason, body, notUndone].some((each) => each !== undefined)
    return asked
      ? [
          failure(
            '',
            'The run did not end: it waits for something that the case does not bring.',
            'an end',
            null,
          ),
        ]
      : []
  }
  const { data, seq } = end
  const at = { node: data.node, seq }
  const failures: CaseFailure[] = []
  if (outcome !== undefined && outcome !== data.outcome) {
    const why = data.message === '' ? '' : ` ${data.message}`
    const message = `The outcome was to be ${outcome}, and it was ${data.outcome} (${data.reason}).${why}`
    failures.push(failure('/outcome', message, outcome, data.outcome, at))
  }
  if (reason !== undefined && reason !== data.reason) {
    const message = `The run was to end because of “${reason}”, and it ended because of “${data.reason}”.`
    failures.push(failure('/reason', message, reason, data.reason, at))
  }
  if (body !== undefined)
    for (const wrong of mismatches(body, data.body)) {
      const where = wrong.pointer === '' ? 'The body' : `${wrong.pointer} of the body`
      const message = `${where} was to be ${text(wrong.expected)}, and it was ${text(wrong.actual)}.`
      failures.push(failure(`/body${wrong.pointer}`, message, wrong.expected, wrong.actual, at))
    }
  if (notUndone !== undefined) {
    const expected = [...new Set(notUndone)].toSorted()
    if (expected.join() !== seen.notUndone.join()) {
      const message = `What stands at the end was to be ${listed(expected)}, and it is ${listed(seen.notUndone)}.`
      failures.push(failure('/notUndone', message, expected, seen.notUndone, at))
    }
  }
  return failures
}

const nameOf = (step: ExpectedStep): string =>
  typeof step === 'string' ? step : step.id === undefined ? step.action : `${step.id} (${step.action})`

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
const timesOf = (count: number) => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`)
const listed = (items: readonly string[]) => (items.length === 0 ? 'nothing' : items.join(', '))
const because = (reasons: readonly string[]) => (reasons.length === 0 ? '' : `: ${reasons.join('; ')}`)

const longest = 200

function text(value: Json | undefined): string {
  if (value === undefined) return 'not there'
  const json = JSON.stringify(value)
  return json.length > longest ? `${json.slice(0, longest)}…` : json
}
