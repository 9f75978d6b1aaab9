import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { plannerContract, readPlannerResponse, ValuePath } from '../../../shared/plan/contract.ts'
import { anAnswer, external, planFrom, propose, reasonsFrom, withPlanner } from '../../support/plans.ts'
import { anAction } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const strict = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
const actions = { act: anAction(), strict: anAction({ args: strict }) }
const program = withPlanner({ strategy: external, actions: ['act', 'strict'] }, { actions })

describe('the plan of an external planner', () => {
  it('has its steps, its bindings as paths, its version and what it expects', () => {
    const steps = [
      { id: 'one', action: 'act', args: { n: 1 }, why: 'first' },
      {
        id: 'two',
        action: 'act',
        args: { of: null, items: [null] },
        bindings: { '/of': 'steps.one.output.id', '/items/0': 'input["a b"][2]' },
        when: 'steps.one.status == "succeeded"',
      },
    ]
    const plan = planFrom(program, { answer: anAnswer(steps, { expected: { done: true } }), seed: 9 })
    expect(plan.steps).toMatchObject([
      { id: 'one', args: { n: 1 }, bindings: {}, after: [], insteadOf: null, map: null, why: 'first' },
      {
        id: 'two',
        args: { of: null, items: [null] },
        bindings: { '/of': '{{ steps.one.output.id }}', '/items/0': '{{ input["a b"][2] }}' },
        after: ['one'],
      },
    ])
    expect(plan).toMatchObject({
      expected: { done: true },
      provenance: { strategy: 'http', plannerVersion: 'oracle 3', seed: 9, members: [] },
    })
  })

  it('never has a value evaluated: what looks like an expression is text', () => {
    const args = { text: '{{ secrets.key }}', deep: [{ also: '{{ 1 + 1 }}' }] }
    const plan = planFrom(program, { answer: anAnswer([{ id: 'one', action: 'act', args }]) })
    expect(plan.steps[0]).toMatchObject({ args, bindings: {} })
  })

  it('takes what the builder expects rather than what it says itself', () => {
    const told = withPlanner({ strategy: external, expected: { n: '{{ input.n }}' } }, { actions })
    expect(planFrom(told, { answer: anAnswer([], { expected: 'mine' }) }).expected).toEqual({ n: 1 })
  })

  it.for<[string, Json]>([
    ['no object', 'a plan'],
    ['another contract', anAnswer([], { contract: 'pavane.planner/2' })],
    ['a member that the contract does not know', anAnswer([], { extra: 1 })],
    ['a step id that is no name', anAnswer([{ id: 'no name', action: 'act' }])],
    [
      'an expression for a binding',
      anAnswer([{ id: 'one', action: 'act', args: { a: null }, bindings: { '/a': 'input.n + 1' } }]),
    ],
    [
      'a secret for a binding',
      anAnswer([{ id: 'one', action: 'act', args: { a: null }, bindings: { '/a': 'secrets.key' } }]),
    ],
    ['no planner', { contract: plannerContract, steps: [], rationale: [] }],
  ])('is malformed with %s', ([, answer]) => {
    expect(propose(program, { answer })).toMatchObject({ ok: false, rejected: true, proposal: answer })
    expect(reasonsFrom(program, { answer })[0]).toMatchObject({ code: 'malformed' })
  })

  it('says in words what is to be put right, for the planner is asked again with it', () => {
    const step = { id: 'one', action: 'act', args: { a: null } }
    const wordsFor = (answer: Json) => reasonsFrom(program, { answer }).map(({ message }) => message)
    const keep = 'The answer does not keep the contract: '
    expect(wordsFor({ contract: plannerContract, steps: {} })).toEqual([
      `${keep}/planner: “planner” is missing`,
      `${keep}/steps: This must be a list`,
      `${keep}/rationale: “rationale” is missing`,
    ])
    expect(wordsFor(anAnswer([{ ...step, bindings: { '/a': 'secrets.key' } }]))).toEqual([
      `${keep}/steps/0/bindings/~1a: A path to a value is needed, such as input.n or steps.<id>.output.n`,
    ])
    expect(wordsFor(anAnswer([{ ...step, bindings: { a: 'input.n' } }]))).toEqual([
      `${keep}/steps/0/bindings/a: “a” can’t be a name here: A JSON Pointer into the arguments is needed, such as /n`,
    ])
  })

  it.for<[string, JsonObject[]]>([
    ['an action that the planner is not joined to', [{ id: 'one', action: 'undo' }]],
    ['an action of that kind as a fallback', [{ id: 'one', action: 'act', fallback: [{ action: 'undo' }] }]],
    [
      'two steps of one name',
      [
        { id: 'one', action: 'act' },
        { id: 'one', action: 'act' },
      ],
    ],
    [
      'a circle',
      [
        { id: 'one', action: 'act', after: ['two'] },
        { id: 'two', action: 'act', after: ['one'] },
      ],
    ],
    ['a step that is not there', [{ id: 'one', action: 'act', after: ['two'] }]],
    [
      'a step that is not there, in a binding',
      [{ id: 'one', action: 'act', args: { a: null }, bindings: { '/a': 'steps.two.output' } }],
    ],
    ['a binding without a place', [{ id: 'one', action: 'act', args: {}, bindings: { '/a': 'input.n' } }]],
    [
      'an item outside a list',
      [{ id: 'one', action: 'act', args: { a: null }, bindings: { '/a': 'item.x' } }],
    ],
    ['a secret in a condition', [{ id: 'one', action: 'act', when: 'secrets.key == "a"' }]],
    ['a header in a list', [{ id: 'one', action: 'act', map: { over: 'request.headers' } }]],
    ['a condition that can’t be read', [{ id: 'one', action: 'act', when: '1 +' }]],
    ['arguments that its action does not take', [{ id: 'one', action: 'strict', args: { n: 'one' } }]],
  ])('is unsound with %s', ([, steps]) => {
    const answer = anAnswer(steps)
    expect(propose(program, { answer })).toMatchObject({ ok: false, rejected: true, proposal: answer })
    expect(reasonsFrom(program, { answer })[0]).toMatchObject({ code: 'unsound' })
  })

  it('is none, for good, when the planner says so or gave no answer', () => {
    const { rationale: _, steps: __, ...rest } = anAnswer([]) as JsonObject
    const none = propose(program, { answer: { ...rest, noPlan: 'Too risky.' } })
    expect(none).toEqual({
      ok: false,
      rejected: false,
      reasons: [{ code: 'no-plan', message: 'Too risky.' }],
    })
    expect(propose(program)).toMatchObject({ ok: false, rejected: false, reasons: [{ code: 'unanswered' }] })
  })
})

describe('a path to a value', () => {
  it.for([
    'input',
    'item',
    'index',
    'input.a.b',
    'facts.a',
    'steps.one.output["x y"][0]',
    'verdict.checks.c.result',
  ])('is %s', (path) => expect(ValuePath.safeParse(path).success).toBe(true))
  it.for([
    '',
    'steps',
    'facts',
    'index.a',
    'secrets.a',
    'request.headers',
    'input.a()',
    'input.a + 1',
    'input[a]',
    'input["a"b"]',
    'input }} {{ secrets.a',
  ])('is not %s', (path) => expect(ValuePath.safeParse(path).success).toBe(false))
})

describe('any answer at all', () => {
  it('is read without throwing, and gives a plan only if it keeps the contract', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (answer) => {
        const value = JSON.parse(JSON.stringify(answer)) as Json
        const read = readPlannerResponse(value)
        expect(propose(program, { answer: value }).ok).toBe(
          read.ok && 'steps' in read.response && read.response.steps.length === 0,
        )
      }),
    )
  })

  it('that is nearly a plan is a plan or says why not', () => {
    const step = fc.record(
      {
        id: fc.constantFrom('one', 'two', '__proto__', 'bad id'),
        action: fc.constantFrom('act', 'strict', 'constructor'),
        args: fc.dictionary(fc.constantFrom('a', 'n', '__proto__'), fc.jsonValue()),
        bindings: fc.dictionary(
          fc.constantFrom('/a', '/n', '/a/b', 'a'),
          fc.constantFrom('input.n', 'steps.one.output', 'item', 'x'),
        ),
        after: fc.array(fc.constantFrom('one', 'two', 'three')),
        when: fc.constantFrom('true', 'input.n > 0', 'steps.one.output', 'item > 1', '('),
        map: fc.record({ over: fc.constantFrom('[1]', 'input.list') }),
      },
      { requiredKeys: ['id', 'action'] },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4 }), (steps) => {
        const answer = JSON.parse(JSON.stringify(anAnswer(steps as Json[]))) as Json
        const proposal = propose(program, { answer })
        expect(proposal.ok || proposal.reasons.length > 0).toBe(true)
        const planned = proposal.ok ? proposal.plan.steps : []
        const ids = planned.map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const { after, action } of planned) {
          expect(ids).toEqual(expect.arrayContaining(after))
          expect(['act', 'strict']).toContain(action)
        }
      }),
    )
  })
})
