import { describe, expect, it } from 'vitest'
import type { ProgramBody } from '../../../shared/compile/program.ts'
import { decide as decideCommand } from '../../../shared/engine/decide.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { asking, decide } from '../../support/approvals.ts'
import {
  accept,
  after,
  eventsOf,
  given,
  owedIds,
  perform,
  run,
  settle,
  success,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
const act = anAction({ args: schema, reversibility: 'compensable', undo: { action: 'undo', args: {} } })
const program = (policies: Policy[], over: Partial<ProgramBody> = {}) =>
  aProgram({
    policies,
    strategy: stepsInAnyOrder(
      aStep('first', { args: { n: '{{ input.n }}' } }),
      aStep('other', { action: 'other', args: { from: '{{ steps.first.output }}' }, after: ['first'] }),
    ),
    actions: {
      act,
      other: anAction(),
      leased: anAction({ leases: ['r'] }),
      undo: anAction({ reversibility: 'pure' }),
    },
    ...over,
  })
const edit = (args: object, step = 'first') => ({
  decision: 'edit' as const,
  changes: [{ step, args: { ...args } }],
})
const atPlan = () => after(program([asking('plan')]), accept({ n: 100 }))
const atStep = () =>
  after(program([asking('step', { on: ['act'], when: 'args.n > 50' })]), accept({ n: 100 }))

describe('an edit of a plan that is asked about', () => {
  it('is not approved by its editor with another token', () => {
    const ann = { person: { id: 'person:ann' } }
    const token = { person: { id: 'token:1', lineage: ['person:ann'] } }
    const edited = given(atPlan())
      .when(decide(atPlan(), 'ann', edit({ n: 20 }), ann))
      .emits(
        { type: 'approval.edited', data: { by: 'ann', ...ann } },
        'plan.proposed',
        'policy.evaluated',
        'approval.requested',
      )
    given(edited)
      .when(decide(edited, 'deploy', undefined, token))
      .rejects('own-edit')
    const again = perform(edited, decide(edited, 'bob', edit({ n: 30 }), { person: { id: 'person:bob' } }))
    expect(eventsOf(again, 'plan.proposed').at(-1)?.plan.provenance).toMatchObject({
      by: ['ann', 'bob'],
      people: [{ id: 'person:ann' }, { id: 'person:bob' }],
    })
    given(again)
      .when(decide(again, 'deploy', undefined, token))
      .rejects('own-edit')
  })

  it('makes another plan, which is asked about anew', () => {
    const edited = given(atPlan())
      .when(decide(atPlan(), 'ann', edit({ n: 20 }), { note: 'Less' }))
      .emits(
        { type: 'approval.edited', data: { approval: `${run}.1`, by: 'ann' } },
        'plan.proposed',
        'policy.evaluated',
        {
          type: 'approval.requested',
          data: { approval: `${run}.2`, subject: expect.objectContaining({ plan: 2 }) },
        },
      )
    expect(eventsOf(edited, 'plan.proposed').at(-1)?.plan).toMatchObject({
      version: 2,
      parent: 1,
      steps: [
        { id: 'first', args: { n: 20 } },
        { id: 'other', args: { from: null } },
      ],
      provenance: { strategy: 'edit', by: ['ann'] },
    })
    expect(eventsOf(edited, 'step.started')).toEqual([])
    // What was shown before holds no longer, and who edited it can't approve it.
    given(edited)
      .when(decide(edited, 'bob', undefined, { approval: `${run}.1` }))
      .rejects('approval-settled')
    given(edited).when(decide(edited, 'ann')).rejects('own-edit')
    given(edited)
      .when(decide(edited, 'bob'))
      .emits(
        'approval.granted',
        { type: 'plan.adopted', data: { plan: 2 } },
        {
          type: 'step.started',
          data: { step: 'first', args: { n: 20 } },
        },
      )
  })

  it('binds everyone who edited it', () => {
    const once = perform(atPlan(), decide(atPlan(), 'ann', edit({ n: 20 })))
    const twice = perform(once, decide(once, 'bob', edit({ n: 30 })))
    given(twice).when(decide(twice, 'ann')).rejects('own-edit')
    given(twice).when(decide(twice, 'bob')).rejects('own-edit')
    expect(eventsOf(perform(twice, decide(twice, 'cat')), 'step.started')).toMatchObject([
      { args: { n: 30 } },
    ])
  })

  it('closes what other policies asked about the plan', () => {
    const two = program([asking('plan', { id: 'one' }), asking('plan', { id: 'two' })])
    const first = after(two, accept({ n: 1 }))
    const second = perform(first, decide(first, 'ann'))
    const edited = perform(second, decide(second, 'bob', edit({ n: 2 })))
    // The first is asked again: what it granted was another plan.
    expect(
      eventsOf(edited, 'approval.requested').map(({ subject }) => 'policy' in subject && subject.policy),
    ).toEqual(['one', 'two', 'one'])
  })

  it('keeps what is bound later where the edit leaves null, and takes a value in its place', () => {
    const kept = perform(atPlan(), decide(atPlan(), 'ann', edit({ from: null, more: 1 }, 'other')))
    expect(eventsOf(kept, 'plan.proposed').at(-1)?.plan.steps[1]).toMatchObject({
      args: { from: null, more: 1 },
      bindings: { '/from': '{{ steps.first.output }}' },
    })
    const set = perform(atPlan(), decide(atPlan(), 'ann', edit({ from: '{{ secrets.key }}' }, 'other')))
    const granted = perform(set, decide(set, 'bob'))
    const done = perform(granted, settle('first', success({ id: 1 }), { at: granted.at }))
    // Text of a person is text, and never evaluated.
    expect(eventsOf(done, 'step.started').at(-1)).toMatchObject({ args: { from: '{{ secrets.key }}' } })
  })

  it.each([
    ['nothing', { decision: 'edit' as const, changes: [] }],
    ['the same arguments', edit({ n: 100 })],
    ['a step that there is not', edit({ n: 1 }, 'third')],
    ['arguments that the action does not take', edit({ n: 'many' })],
    [
      'a step twice',
      { decision: 'edit' as const, changes: [...edit({ n: 1 }).changes, ...edit({ n: 2 }).changes] },
    ],
    ['text that no log can hold', edit({ n: 1, note: '\uD800' })],
  ])('is refused with %s, and nothing happened', (_, decision) => {
    given(atPlan())
      .when(decide(atPlan(), 'ann', decision))
      .rejects('edit-invalid')
  })

  it('says where it is at fault', () => {
    const decision = decideCommand(
      atPlan().program,
      atPlan().state,
      decide(atPlan(), 'ann', edit({ n: 'many' })),
    )
    expect(decision).toMatchObject({ rejection: { errors: [{ pointer: '/changes/0/args/n' }] } })
  })

  it('is refused where there is no plan', () => {
    const atInput = after(program([asking('input')]), accept({ n: 1 }))
    given(atInput)
      .when(decide(atInput, 'ann', edit({ n: 1 })))
      .rejects('edit-invalid')
  })
})

describe('an edit of one step', () => {
  it('has to be approved by another, also when its policy would not ask any more', () => {
    const edited = given(atStep())
      .when(decide(atStep(), 'ann', edit({ n: 10 })))
      .emits('approval.edited', 'plan.proposed', 'plan.adopted', {
        type: 'approval.requested',
        data: { show: expect.objectContaining({ args: { n: 10 } }) },
      })
    expect(owedIds(edited)).toEqual([])
    given(edited).when(decide(edited, 'ann')).rejects('own-edit')
    given(edited)
      .when(decide(edited, 'bob'))
      .emits('approval.granted', { type: 'step.started', data: { args: { n: 10 } } })
  })

  it('changes that step alone', () => {
    given(atStep())
      .when(decide(atStep(), 'ann', edit({ from: 1 }, 'other')))
      .rejects('edit-invalid')
  })

  it('asks the policies about the plan again while other steps go on, and starts nothing before', () => {
    const policies = [asking('plan', { id: 'whole' }), asking('step', { on: ['act'] })]
    const parallel = program(policies, {
      planners: {
        plan: {
          ...aProgram().planners['plan']!,
          actions: ['act', 'other', 'leased'],
          strategy: stepsInAnyOrder(
            aStep('first', { args: { n: 1 } }),
            aStep('other', { action: 'other' }),
            aStep('last', { action: 'leased', after: ['other'] }),
          ),
        },
      },
    })
    const asked = after(parallel, accept({ n: 1 }))
    const adopted = perform(asked, decide(asked, 'ann'))
    expect(owedIds(adopted)).toEqual([`${run}/1/other`])
    const edited = perform(adopted, decide(adopted, 'bob', edit({ n: 2 })))
    expect(eventsOf(edited, 'approval.requested').at(-1)?.subject).toMatchObject({ of: 'plan', plan: 2 })
    const settled = perform(edited, settle('other', success(), { at: edited.at }))
    expect(owedIds(settled)).toEqual([])
    const again = perform(settled, decide(settled, 'cat'))
    expect(owedIds(again)).toEqual([`${run}/1/last/lease/r`])
    given(again)
      .when(decide(again, 'cat'))
      .emits('approval.granted', { type: 'step.started', data: { step: 'first', args: { n: 2 } } })
    const denied = perform(settled, decide(settled, 'cat', { decision: 'deny' }))
    expect(eventsOf(denied, 'step.skipped').map(({ step, reason }) => [step, reason])).toEqual([
      ['first', 'withdrawn'],
      ['last', 'withdrawn'],
    ])
    expect(eventsOf(denied, 'run.ended')).toMatchObject([{ reason: 'approval-denied', node: 'safe' }])
  })
})
