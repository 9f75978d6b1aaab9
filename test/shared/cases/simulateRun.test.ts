import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulateRun } from '../../../shared/cases/simulateRun.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { asideInSimulations, diffRuns, isDifferent } from '../../../shared/projections/runDiff.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import { answerOf } from '../../support/arbitraries/world.ts'
import { fakeEcho, fakeHosts, fakeOps, fakePayments, fakeTracker } from '../../support/fakeHosts.ts'
import { forkIn, ticketProgram, twice } from '../../support/forking.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const startAt = 1_700_000_000_000
const trace = 'c'.repeat(32)

/** What differs between a recorded run and its simulation under a program. */
function told(recorded: { program: Program; events: readonly RunEvent[] }, under = recorded.program) {
  const made = simulateRun(recorded, under)
  if (!made) throw new Error('It is a run')
  const diff = diffRuns(made.recorded, made.simulated, asideInSimulations)
  const differences = diff.sections.flatMap(({ iteration, pairs }) =>
    pairs
      .filter(isDifferent)
      .map(({ kind, name, a, b, changed }) => [iteration, kind, name, a && b ? changed : a ? 'gone' : 'new']),
  )
  return { ...made, differences }
}

describe('a recorded run that is simulated', () => {
  it('comes out the same under its own program, to every argument, output and verdict', () => {
    fc.assert(
      fc.property(anyProgram, fc.nat(), (program, seed) => {
        const { events } = simulate({
          program,
          input: { n: 5 },
          seed,
          startAt,
          trace,
          respond: ({ id, attempt, action }) => {
            const result = answerOf(seed, id, attempt)
            const isChild = program.actions[action]?.call.uses === 'loop'
            const output = { run: '', outcome: 'succeeded', body: id }
            return { result: result.ok && isChild ? { ...result, output } : result, afterMs: 10 }
          },
        })
        const { differences, leftOut, madeUp } = told({ program, events })
        fc.pre(leftOut.length === 0)
        expect(differences).toEqual([])
        expect(madeUp).toEqual([])
      }),
    )
  })

  it('comes out the same where it is a fork, which begins with what it carried along', () => {
    const fork = forkIn(twice, 2)
    const respond = () => ({ result: { ok: true as const, output: { id: 'T-2' } }, afterMs: 10 })
    const recorded = { program: ticketProgram, input: { n: 1 }, seed: 1, startAt, trace, respond, fork }
    const { events } = simulate(recorded)
    expect(JSON.stringify(events)).toContain('"ticket":{"id":"T-1"}')
    expect(told({ program: ticketProgram, events })).toMatchObject({
      differences: [],
      leftOut: [],
      madeUp: [],
    })
  })

  it.each(templates.map((template) => [template.name, template] as const))(
    'comes out the same for the samples of %s',
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
        const { events } = simulate({ program, input, seed: 3, startAt, trace, respond })
        expect(told({ program, events }).differences).toEqual([])
      }
    },
  )

  it.each([
    { class: 'http' as const, status: 422, message: 'tracker answered 422: no such label', retryable: false },
    { class: 'timeout' as const, message: 'tracker did not answer within 3 s', retryable: true },
  ])('comes out the same where a call failed, to the words of its $class error', (error) => {
    const program = aProgram({
      actions: { act: anAction() },
      strategy: stepsInAnyOrder(aStep('first')),
      verifiers: {
        verify: aVerifier({ checks: [{ type: 'rule', id: 'yes', expr: 'true', onFail: 'replan' }] }),
      },
    })
    const failed = { ok: false as const, error: { ...error, mayHaveHappened: false } }
    const respond = () => ({ result: failed, afterMs: 10 })
    const { events } = simulate({ program, input: {}, seed: 1, startAt, trace, respond })
    expect(JSON.stringify(events)).toContain(error.message)
    expect(told({ program, events }).differences).toEqual([])
  })

  it('comes out the same with the tokens of another key in place of personal values', () => {
    const program = aProgram({
      actions: { act: anAction() },
      strategy: stepsInAnyOrder(
        aStep('first', { args: { to: '{{ input.email }}', of: '{{ input.name }}' } }),
      ),
      verifiers: {
        verify: aVerifier({
          checks: [{ type: 'rule', id: 'twice', expr: 'run.iteration > 1', onFail: 'replan' }],
        }),
      },
    })
    const hiding = {
      ...program,
      trigger: { ...program.trigger, personal: { detect: ['email' as const, 'names' as const] } },
    }
    const { events } = simulate({
      program: hiding,
      input: { email: 'ann.lee@example.org', name: 'Annelore Lee' },
      seed: 1,
      startAt,
      trace,
      respond: ({ args }) => ({ result: { ok: true, output: { args }, costUsd: 0 }, afterMs: 10 }),
    })
    const foreign = JSON.stringify(events).replaceAll(/(\[personal:[a-z]+:)..../g, '$1ZZZZ')
    expect(foreign).toContain('ZZZZ')
    expect(told({ program: hiding, events: JSON.parse(foreign) as RunEvent[] }).differences).toEqual([])
  })

  it('shows under another program what that would have decided, and names what the record has no answer for', () => {
    const loop = (...steps: string[]) =>
      aProgram({
        actions: { act: anAction(), other: anAction() },
        strategy: stepsInAnyOrder(
          ...steps.map((id) => aStep(id, { action: id === 'extra' ? 'other' : 'act' })),
        ),
        verifiers: {
          verify: aVerifier({ checks: [{ type: 'rule', id: 'yes', expr: 'true', onFail: 'replan' }] }),
        },
      })
    const program = loop('first')
    const { events } = simulate({
      program,
      input: {},
      seed: 1,
      startAt,
      trace,
      respond: () => ({ result: { ok: true, output: { id: 'real' }, costUsd: 0 }, afterMs: 10 }),
    })
    const { differences, madeUp, simulated } = told({ program, events }, loop('first', 'extra'))
    expect(differences).toContainEqual([1, 'step', 'extra', 'new'])
    expect(differences.filter(([, kind]) => kind === 'step')).toHaveLength(1)
    expect(madeUp).toEqual(['other'])
    const first = simulated.find((event) => event.type === 'step.succeeded' && event.data.step === 'first')
    expect(first?.data).toMatchObject({ output: { id: 'real' } })
  })
})
