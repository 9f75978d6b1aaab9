import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseOfRun, caseOfTrial, expectationsOf } from '../../../shared/cases/caseOf.ts'
import { runCase } from '../../../shared/cases/runCases.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { Case } from '../../../shared/graph/case.ts'
import type { Check } from '../../../shared/graph/nodes/check.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import { simulateTrial, type Trial } from '../../../shared/sim/trial.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import { answerOf } from '../../support/arbitraries/world.ts'
import { fakeEcho, fakeHosts, fakeOps, fakePayments, fakeTracker } from '../../support/fakeHosts.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const names = { id: 'kept', title: 'Kept' }
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('a trial that is saved as a case', () => {
  it('passes, whatever came of it', () => {
    const answer = fc.constantFrom(
      { answers: 'sample' as const },
      { answers: 'nothing' as const },
      { answers: 'failure' as const, status: 503, times: 1 },
      { answers: 'failure' as const, status: 400, times: null },
      { answers: 'value' as const, value: { id: 'x' } },
    )
    const mocks = fc.dictionary(
      fc.constantFrom('act', 'a', 'b', 'undo'),
      fc.record({ delayMs: fc.nat({ max: 5000 }), mock: answer }),
    )
    const decision = fc.constantFrom('grant' as const, 'deny' as const, 'none' as const)
    fc.assert(
      fc.property(anyProgram, mocks, decision, fc.nat(), (program, mocked, decided, seed) => {
        const trial: Trial = {
          program,
          input: { n: 5 },
          mocks: mocked,
          decision: decided,
          seed,
          startAt: 1_700_000_000_000,
        }
        const { events } = simulateTrial(trial)
        const kept = Case.parse(json(caseOfTrial(names, trial, events)))
        const again = runCase(program, kept)
        expect(again.failures).toEqual([])
        expect(again.events).toEqual(events)
      }),
    )
  })
})

describe('a recorded run that is saved as a case', () => {
  it('comes to the same plan, calls, verdicts and end', () => {
    fc.assert(
      fc.property(anyProgram, fc.nat(), (program, seed) => {
        const { events } = simulate({
          program,
          input: { n: 5 },
          seed,
          startAt: 1_700_000_000_000,
          trace: 'c'.repeat(32),
          respond: ({ id, attempt, action }) => {
            const result = answerOf(seed, id, attempt)
            const isChild = program.actions[action]?.call.uses === 'loop'
            const output = { run: '', outcome: 'succeeded', body: id }
            return { result: result.ok && isChild ? { ...result, output } : result, afterMs: 10 }
          },
        })
        const made = caseOfRun(names, program, events)
        fc.pre(made !== null && made.leftOut.length === 0)
        const again = runCase(program, Case.parse(json(made?.case)))
        expect(again.failures).toEqual([])
      }),
    )
  })

  it.each(templates.map((template) => [template.name, template] as const))(
    'plays the run of %s again',
    (_, { graph, samples }) => {
      const { program } = compile(graph)
      if (!program) throw new Error('It compiles')
      for (const { input } of samples) {
        const { respond } = fakeHosts({
          tracker: fakeTracker(),
          payments: fakePayments,
          ops: fakeOps(3),
          echo: fakeEcho,
        })
        const { events } = simulate({ program, input, seed: 3, startAt: 0, trace: 'a'.repeat(32), respond })
        const made = caseOfRun(names, program, events)
        const again = made && runCase(program, made.case)
        expect(again?.failures).toEqual([])
        const { body: _, ...expected } = expectationsOf(events)
        expect(expectationsOf(again?.events ?? [])).toMatchObject(expected)
      }
    },
  )

  it('says that what was redacted is gone', () => {
    const redact: Policy = {
      id: 'hide',
      title: 'Hide',
      at: 'input',
      when: 'true',
      effect: 'redact',
      redact: ['/n'],
      message: 'Personal',
    }
    const program = aProgram({ policies: [redact] })
    const { events } = simulateTrial({ program, input: { n: 5 }, mocks: {}, decision: 'none', startAt: 0 })
    expect(caseOfRun(names, program, events)).toMatchObject({
      leftOut: ['redacted'],
      case: { input: { n: '[redacted]' } },
    })
  })

  it('gives a retry its answer when it leaves, not when it was put off', () => {
    const retry = { ...anAction().retry, maxAttempts: 2, initialSeconds: 5 }
    const program = aProgram({
      strategy: stepsInAnyOrder(aStep('first'), aStep('second'), aStep('third', { after: ['second'] })),
      actions: { act: anAction({ retry }) },
    })
    const { events } = simulate({
      program,
      input: {},
      seed: 1,
      startAt: 0,
      trace: 'c'.repeat(32),
      respond: ({ id, attempt }) => ({
        result:
          id.endsWith('/first') && attempt === 1
            ? { ok: false, error: fault('network', false) }
            : { ok: true, output: `${id} ${attempt}` },
        afterMs: 10,
      }),
    })
    const outputs = (log: readonly RunEvent[]) =>
      log.flatMap((event) => (event.type === 'step.succeeded' ? [[event.data.step, event.data.output]] : []))
    const made = caseOfRun(names, program, events)
    expect(outputs(events).map(([step]) => step)).toEqual(['second', 'third', 'first'])
    expect(made && outputs(runCase(program, made.case).events)).toEqual(outputs(events))
  })

  it('gives each ask of an external checker its answer', () => {
    const asked: Check = {
      type: 'http',
      id: 'second-opinion',
      call: { host: 'checker', method: 'POST', path: '/' },
      about: {},
      votes: { of: 3, need: 2 },
      onFail: 'bail',
    }
    const program = aProgram({ verifiers: { verify: aVerifier({ checks: [asked] }) } })
    const answer = (result: string) => ({ contract: 'pavane.verifier/1', result, message: 'Because' })
    const each = ['pass', 'fail', 'pass'].map((result) => ({
      delayMs: 7,
      mock: { answers: 'value' as const, value: answer(result) },
    }))
    const mocks = { 'verify/second-opinion': { delayMs: 0, mock: { answers: 'series' as const, each } } }
    const { events } = simulateTrial({ program, input: {}, mocks, decision: 'none', startAt: 0 })
    const votes = events.flatMap((event) =>
      event.type === 'check.answered' && event.data.answer.ok ? [event.data.answer.result] : [],
    )
    expect(votes).toEqual(['pass', 'fail', 'pass'])
    const made = caseOfRun(names, program, events)
    if (!made) throw new Error('It was accepted')
    expect(made.leftOut).toEqual([])
    const again = runCase(program, made.case)
    expect(again.passed).toBe(true)
    expect(again.events.map(({ type, data }) => [type, data])).toEqual(
      events.map(({ type, data }) => [type, data]),
    )
  })

  it('gives each call what it got, an odd failure with all that is said of it, and says what has no form', () => {
    const retry = { ...anAction().retry, maxAttempts: 4 }
    const program = aProgram({ actions: { act: anAction({ retry }) } })
    const answers = [
      { ok: false as const, error: fault('network', false) },
      { ok: false as const, error: { ...fault('http', true), status: 503 } },
      { ok: true as const, output: { id: 1 } },
    ]
    const { events } = simulate({
      program,
      input: {},
      seed: 1,
      startAt: 0,
      trace: 'c'.repeat(32),
      respond: ({ attempt }) => ({ result: answers[attempt - 1] ?? { ok: true, output: null }, afterMs: 40 }),
    })
    expect(caseOfRun(names, program, events)).toMatchObject({
      leftOut: [],
      case: {
        mocks: {
          act: {
            mock: {
              answers: 'series',
              each: [
                { delayMs: 40, mock: { answers: 'failure', status: 0, error: fault('network', false) } },
                { delayMs: 40, mock: { answers: 'failure', status: 503, times: null } },
                { delayMs: 40, mock: { answers: 'value', value: { id: 1 } } },
              ],
            },
          },
        },
      },
    })
  })
})

function fault(kind: 'network' | 'http', mayHaveHappened: boolean) {
  return { class: kind, message: 'No', retryable: true, mayHaveHappened }
}
