import { describe, expect, it } from 'vitest'
import type { ProgramAction, ProgramBody } from '../../../shared/compile/program.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import type { StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owed,
  owedIds,
  perform,
  run,
  settle,
  success,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const each: Partial<StepTemplate> = {
  map: { over: 'input.list' },
  args: { n: '{{ item }}', at: '{{ index }}' },
}

function program(
  step: Partial<StepTemplate> = each,
  action: Partial<ProgramAction> = {},
  over: Partial<ProgramBody> = {},
) {
  return aProgram({
    actions: { act: anAction(action), undo: anAction({ reversibility: 'pure' }) },
    strategy: stepsInAnyOrder(
      aStep('notify', { ...each, ...step }),
      aStep('next', { after: ['notify'], args: { got: '{{ steps.notify.output }}' } }),
    ),
    ...over,
  })
}

const three = accept({ list: ['a', 'b', 'c'] })

describe('a step that maps over a list', () => {
  it('gets its items when its turn comes, each a step of its own', () => {
    const situation = after(program(), three)
    expect(eventsOf(situation, 'step.expanded')).toEqual([
      { iteration: 1, step: 'notify', items: ['a', 'b', 'c'] },
    ])
    expect(eventsOf(situation, 'step.started')).toMatchObject([
      { step: 'notify[0]', effect: `${run}/1/notify[0]`, args: { n: 'a', at: 0 } },
      { step: 'notify[1]', args: { n: 'b', at: 1 } },
      { step: 'notify[2]', args: { n: 'c', at: 2 } },
    ])
    expect(owed(situation).find((effect) => effect.kind === 'action')).toMatchObject({
      scope: { item: 'a', index: 0, args: { n: 'a', at: 0 } },
    })
  })

  it('joins once, with the outputs in the order of the items, whatever the order of the results', () => {
    const situation = after(
      program(),
      three,
      settle('notify[2]', success('C')),
      settle('notify[0]', { ok: true, output: 'A', costUsd: 1 }),
    )
    const joined = given(situation)
      .when(settle('notify[1]', success('B')))
      .emits(
        'step.succeeded',
        { type: 'step.succeeded', data: { step: 'notify', output: ['A', 'B', 'C'], costUsd: 0 } },
        { type: 'step.started', data: { step: 'next', args: { got: ['A', 'B', 'C'] } } },
      )
    expect(joined.state).toMatchObject({ costUsd: 1 })
  })

  it('has an empty list for an empty list', () => {
    expect(eventsOf(after(program(), accept({ list: [] })), 'step.succeeded')).toMatchObject([
      { step: 'notify', output: [] },
    ])
  })

  it('leaves out the items that its condition skips', () => {
    const situation = after(program({ when: 'item != "b"' }), three)
    expect(eventsOf(situation, 'step.skipped')).toMatchObject([{ step: 'notify[1]', reason: 'condition' }])
    const joined = [settle('notify[0]', success(1)), settle('notify[2]', success(3))]
    expect(
      eventsOf(after(program({ when: 'item != "b"' }), three, ...joined), 'step.succeeded').at(-1),
    ).toMatchObject({
      output: [1, null, 3],
    })
  })

  it.for<[string, Json, string]>([
    ['no list', { list: 'text' }, 'expression'],
    ['too long a list', { list: [1, 2, 3, 4] }, 'limit'],
    ['a list that can’t be evaluated', {}, 'expression'],
  ])('fails on %s', ([, input, kind]) => {
    const situation = after(program({ map: { over: 'input.list', max: 3 } }), accept(input))
    expect(eventsOf(situation, 'step.failed')).toMatchObject([
      { step: 'notify', attempts: 0, error: { class: kind } },
    ])
  })

  it('awaits the others when one fails, and then has failed', () => {
    const situation = given(after(program(), three))
      .when(settle('notify[0]', failure({ message: 'No such person' })))
      .emits('step.failed')
    const rest = [settle('notify[1]', success('B')), settle('notify[2]', success('C'))]
    const joined = rest.reduce(perform, situation)
    expect(eventsOf(joined, 'step.failed').at(-1)).toMatchObject({
      step: 'notify',
      error: { class: 'http', message: '1 of 3 items failed; notify[0]: No such person' },
    })
    expect(eventsOf(joined, 'check.completed')).toMatchObject([
      { message: '1 of 2 steps failed: “notify” (http).' },
    ])
  })

  it('is uncertain when an item is, even if another failed, and both count', () => {
    const situation = after(
      program({}, { idempotency: 'none' }),
      three,
      settle('notify[0]', failure()),
      settle('notify[1]', failure({ mayHaveHappened: true })),
      settle('notify[2]', success()),
    )
    expect(eventsOf(situation, 'step.uncertain')).toMatchObject([{ step: 'notify[1]' }, { step: 'notify' }])
    expect(eventsOf(situation, 'check.completed')).toMatchObject([
      { check: 'steps.failed' },
      { check: 'steps.uncertain' },
    ])
  })

  it('undoes its items, the last started first', () => {
    const verify = aVerifier({ checks: [{ type: 'rule', id: 'no', expr: 'false', onFail: 'rollback' }] })
    const undo = {
      reversibility: 'compensable' as const,
      undo: { action: 'undo', args: { of: '{{ args.n }}' } },
    }
    const lone = aProgram({
      actions: { act: anAction(undo), undo: anAction({ reversibility: 'pure' }) },
      verifiers: { verify },
      strategy: stepsInAnyOrder(aStep('notify', each)),
    })
    const results = ['notify[0]', 'notify[1]', 'notify[2]'].map((step) => settle(step))
    const situation = after(lone, three, ...results)
    expect(owed(situation).filter(({ kind }) => kind === 'compensation')).toMatchObject([
      { id: `${run}/1/notify[2]/undo`, args: { of: 'c' } },
    ])
  })

  it('has no more items at work than its own parallelism, nor than the run’s', () => {
    const ids = (situation: Parameters<typeof owedIds>[0]) =>
      owedIds(situation).map((id) => id.split('/').at(-1))
    const bounded = program({ map: { over: 'input.list', parallelism: 1 } })
    expect(ids(after(bounded, three))).toEqual(['notify[0]'])
    expect(ids(after(bounded, three, settle('notify[0]')))).toEqual(['notify[1]'])
    const narrow = program({}, {}, { limits: { ...defaultLimits, parallelism: 2 } })
    expect(ids(after(narrow, three))).toEqual(['notify[0]', 'notify[1]'])
  })

  it('counts every item against the limit on steps', () => {
    const limited = program({}, {}, { limits: { ...defaultLimits, steps: 2 } })
    const situation = after(limited, three, settle('notify[0]'), settle('notify[1]'))
    expect(eventsOf(situation, 'step.skipped')).toMatchObject([
      { step: 'notify[2]', reason: 'limit' },
      { step: 'next', reason: 'limit' },
      { step: 'notify', reason: 'limit' },
    ])
    expect(situation.state).toMatchObject({ status: 'ended', reason: 'steps' })
  })

  it('records a late result of an item, and knows no item beyond its list', () => {
    const situation = after(program(), three, settle('notify[0]', success(1)))
    given(situation)
      .when(settle('notify[0]', success(2)))
      .emits('step.late')
    given(situation).when(settle('notify[3]')).rejects('unknown-effect')
    given(situation).when(settle('notify[01]')).rejects('unknown-effect')
    given(situation).when(settle('notify')).rejects('unknown-effect')
  })
})
