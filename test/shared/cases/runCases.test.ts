import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import { runCase } from '../../../shared/cases/runCases.ts'
import { Case, type Expectations } from '../../../shared/graph/case.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { aCase } from '../../support/cases.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const echoing = aProgram({
  strategy: stepsInAnyOrder(
    aStep('first', { args: { n: '{{ input.n }}', tag: 'x' } }),
    aStep('second', { action: 'other', after: ['first'] }),
  ),
  actions: {
    act: anAction({ reversibility: 'compensable', undo: { action: 'undo', args: {} } }),
    other: anAction({ reversibility: 'pure' }),
    undo: anAction({ reversibility: 'pure' }),
  },
  verifiers: {
    verify: aVerifier({
      checks: [{ type: 'rule', id: 'ok', expr: 'steps.second.output.ok == true', onFail: 'rollback' }],
    }),
  },
  outcomes: {
    done: {
      title: 'Done',
      status: 'succeeded',
      body: { n: '{{ input.n }}', list: [{ a: 1, b: 2 }], more: 'yes' },
    },
    undone: { title: 'Undone', status: 'rolled-back', body: null },
    human: { title: 'Human', status: 'bailed', body: null },
    safe: { title: 'Safe', status: 'bailed', body: null },
  },
})

const said = (ok: boolean) => ({ other: { delayMs: 5, mock: { answers: 'value' as const, value: { ok } } } })

const run = (expectations: Expectations, ok = true) =>
  runCase(echoing, aCase({ input: { n: 7 }, mocks: said(ok), expect: expectations }))

describe('a case', () => {
  it('passes when all that it expects came', () => {
    const result = run({
      plan: ['first', { id: 'second', action: 'other' }],
      verdict: 'pass',
      verdicts: ['pass'],
      outcome: 'succeeded',
      reason: 'outcome',
      body: { n: 7, list: [{ a: 1 }] },
      calls: { act: 1, other: 1, undo: 0 },
      notUndone: [],
    })
    expect(result.failures).toEqual([])
    expect(result.passed).toBe(true)
    expect(result.events.at(-1)?.type).toBe('run.ended')
  })

  it.for<
    [string, Expectations, { pointer: string; expected: unknown; actual: unknown; node: string | null }]
  >([
    [
      'a plan of another length',
      { plan: ['first'] },
      {
        pointer: '/expect/plan',
        expected: ['first'],
        actual: [
          { id: 'first', action: 'act' },
          { id: 'second', action: 'other' },
        ],
        node: 'plan',
      },
    ],
    [
      'another step in the plan',
      { plan: ['first', { action: 'undo' }] },
      {
        pointer: '/expect/plan/1',
        expected: { action: 'undo' },
        actual: { id: 'second', action: 'other' },
        node: 'plan',
      },
    ],
    [
      'other arguments',
      { plan: [{ action: 'act', args: { n: 8 } }, 'second'] },
      { pointer: '/expect/plan/0/args/n', expected: 8, actual: 7, node: 'act' },
    ],
    [
      'another verdict',
      { verdict: 'replan' },
      { pointer: '/expect/verdict', expected: 'replan', actual: 'pass', node: 'verify' },
    ],
    [
      'more verdicts',
      { verdicts: ['pass', 'pass'] },
      { pointer: '/expect/verdicts', expected: ['pass', 'pass'], actual: ['pass'], node: 'verify' },
    ],
    [
      'another outcome',
      { outcome: 'bailed' },
      { pointer: '/expect/outcome', expected: 'bailed', actual: 'succeeded', node: 'done' },
    ],
    [
      'another reason',
      { reason: 'iterations' },
      { pointer: '/expect/reason', expected: 'iterations', actual: 'outcome', node: 'done' },
    ],
    [
      'another member of the body',
      { body: { list: [{ b: 3 }] } },
      { pointer: '/expect/body/list/0/b', expected: 3, actual: 2, node: 'done' },
    ],
    [
      'a member that the body lacks',
      { body: { 'a/b': 1 } },
      { pointer: '/expect/body/a~1b', expected: 1, actual: null, node: 'done' },
    ],
    [
      'a list of another length',
      { body: { list: [] } },
      { pointer: '/expect/body/list', expected: [], actual: [{ a: 1, b: 2 }], node: 'done' },
    ],
    [
      'another number of calls',
      { calls: { act: 2 } },
      { pointer: '/expect/calls/act', expected: 2, actual: 1, node: 'act' },
    ],
    [
      'something that stands',
      { notUndone: ['first'] },
      { pointer: '/expect/notUndone', expected: ['first'], actual: [], node: 'done' },
    ],
    [
      'a refusal',
      { refused: 'input-invalid' },
      { pointer: '/expect/refused', expected: 'input-invalid', actual: null, node: null },
    ],
  ])('fails on %s, and says what was expected, what came and where', ([, expectations, failure]) => {
    const result = run(expectations)
    expect(result.passed).toBe(false)
    expect(result.failures).toMatchObject([failure])
    expect(result.failures[0]?.message).toMatch(/\w/)
  })

  it('counts undos and retries as calls, and says what stands', () => {
    const result = run({ calls: { act: 1, undo: 1 }, outcome: 'rolled-back', verdicts: ['rollback'] }, false)
    expect(result.failures).toEqual([])
  })

  it('gives each call its answer of a series, and the last one to all after it', () => {
    const retry = { ...anAction().retry, maxAttempts: 3 }
    const program = aProgram({ actions: { act: anAction({ retry }) } })
    const mocks = {
      act: {
        delayMs: 0,
        mock: {
          answers: 'series' as const,
          each: [
            { delayMs: 1, mock: { answers: 'failure' as const, status: 503, times: null } },
            { delayMs: 1, mock: { answers: 'failure' as const, status: 429, times: null } },
            { delayMs: 1, mock: { answers: 'value' as const, value: 'third' } },
          ],
        },
      },
    }
    const { events } = runCase(program, aCase({ mocks }))
    const brought = events.flatMap((event) => {
      if (event.type === 'step.retried') return [event.data.error.status]
      return event.type === 'step.succeeded' ? [event.data.output] : []
    })
    expect(brought).toEqual([503, 429, 'third'])
  })

  it('expects a refused call to be refused, and fails when it is refused unasked', () => {
    const program = aProgram({
      trigger: { ...aProgram().trigger, input: { type: 'object', required: ['n'] } },
    })
    const refused = (expectations: Expectations) =>
      runCase(program, aCase({ input: {}, expect: expectations }))
    expect(refused({ refused: 'input-invalid' }).passed).toBe(true)
    expect(refused({ refused: 'input-rejected' }).passed).toBe(false)
    const unasked = refused({ outcome: 'succeeded' })
    expect(unasked.failures).toMatchObject([{ pointer: '/expect/refused', actual: 'input-invalid' }])
    expect(unasked.failures[0]?.message).toContain('n')
  })

  it('posts its events at their virtual times', () => {
    const wait = anAction({ call: { uses: 'wait', for: { type: 'event', event: 'go', timeoutSeconds: 60 } } })
    const program = aProgram({ actions: { act: wait } })
    const signals = [{ name: 'go', data: { ok: 1 }, afterSeconds: 30 }]
    const { events } = runCase(program, aCase({ signals }))
    const [accepted] = events
    const got = events.find(({ type }) => type === 'step.succeeded')
    expect(got).toMatchObject({ data: { output: { name: 'go', data: { ok: 1 } } } })
    expect((got?.at ?? 0) - (accepted?.at ?? 0)).toBe(30_000)
  })

  it('is held to the policies of the workspace', () => {
    const deny: Policy = {
      id: 'nothing',
      title: 'Nothing',
      at: 'plan',
      when: 'true',
      effect: 'deny',
      message: 'Not today',
    }
    const set = { version: 1, digest: digest('one'), policies: [deny] }
    const test = aCase({ input: { n: 1 }, mocks: said(true), expect: { outcome: 'succeeded' } })
    expect(runCase(echoing, test).passed).toBe(true)
    expect(runCase(echoing, test, set).failures).toMatchObject([
      { pointer: '/expect/outcome', actual: 'bailed' },
    ])
  })

  it('is a document that its schema takes', () => {
    expect(Case.parse(aCase())).toEqual(aCase())
    expect(Case.safeParse(aCase({ expect: { outcome: 'great' as 'bailed' } })).success).toBe(false)
  })
})
