import { describe, expect, it } from 'vitest'
import type { ProgramBody } from '../../../shared/compile/program.ts'
import type { Command } from '../../../shared/engine/command.ts'
import type { Assumption } from '../../../shared/graph/assumption.ts'
import {
  accept,
  after,
  eventsOf,
  given,
  owed,
  owedIds,
  perform,
  run,
  type Situation,
  settle,
  startAt,
} from '../../support/given.ts'
import { anAnswer, external, withPlanner } from '../../support/plans.ts'
import { anAction, aStep } from '../../support/programs.ts'

const reachable = (host: string): Assumption => ({ type: 'reachable', host })
const holds = (expr: string): Assumption => ({ type: 'holds', expr, message: 'It is not so.' })
const fresh = (what: string, seconds: number): Assumption => ({ type: 'fresh', what, seconds })

function found(host: string, isThere: boolean, over: { n?: number; at?: number } = {}): Command {
  const { n = 1, at = startAt + 100 } = over
  return { type: 'settle-reach', at, effect: `${run}/reach/${host}/${n}`, reachable: isThere, message: '' }
}

const twoSteps = {
  type: 'sequence' as const,
  steps: [aStep('first', { action: 'one' }), aStep('second', { action: 'two' })],
}

function program(
  assumes: { plan?: Assumption[]; one?: Assumption[]; two?: Assumption[] },
  over: Partial<ProgramBody> = {},
) {
  const actions = {
    one: anAction({ assumes: assumes.one ?? [], gives: ['seen'] }),
    two: anAction({ assumes: assumes.two ?? [] }),
  }
  return withPlanner(
    { strategy: twoSteps, actions: ['one', 'two'], assumes: assumes.plan ?? [] },
    { actions, ...over },
  )
}

const reaches = (situation: Situation) => owed(situation).filter((effect) => effect.kind === 'reach')

describe('what a plan takes for granted', () => {
  it('is on the plan, for all of it or for a step', () => {
    const made = program({ plan: [holds('true')], two: [reachable('alpha')] })
    expect(eventsOf(after(made, accept()), 'plan.proposed')[0]?.plan.assumes).toEqual([
      { step: null, assumption: holds('true') },
      { step: 'second', assumption: reachable('alpha') },
    ])
  })

  it('is put on record when the plan is adopted, and again before each step that needs it', () => {
    const made = program({ plan: [holds('input.n > 1')], two: [holds('args == {}')] })
    const adopted = after(made, accept({ n: 2 }))
    expect(eventsOf(adopted, 'assumption.checked').map(({ of, holds: is }) => [of, is])).toEqual([
      [null, true],
      ['first', true],
    ])
    given(adopted)
      .when(settle('first'))
      .emits(
        'step.succeeded',
        { type: 'assumption.checked', data: { of: 'second' } },
        { type: 'assumption.checked', data: { of: 'second' } },
        'step.started',
      )
  })

  it('rejects the plan when it is not so, or can’t be told', () => {
    for (const expr of ['false', 'input.gone.deep', '1']) {
      const ended = after(program({ plan: [holds(expr)] }), accept())
      expect(ended.state).toMatchObject({ status: 'ended', reason: 'assumption' })
      expect(eventsOf(ended, 'plan.adopted')).toEqual([])
    }
  })

  it('is left to the turn of a step, where the plan itself brings what it is about', () => {
    for (const assumption of [
      holds('facts.seen.n == 1'),
      holds('facts.all(name, name == "seen")'),
      fresh('seen', 5),
    ])
      given(after(program({ two: [assumption] }), accept()))
        .when(settle('first', { ok: true, output: { n: 1 } }))
        .emits(
          'step.succeeded',
          { type: 'assumption.checked', data: { of: 'second', holds: true } },
          'step.started',
        )
    expect(after(program({ two: [holds('facts.other.n == 1')] }), accept()).state).toMatchObject({
      reason: 'assumption',
    })
    expect(after(program({ plan: [holds('facts.seen.n == 1')] }), accept()).state).toMatchObject({
      reason: 'assumption',
    })
  })

  it('fails a step for certain before it starts, when it is not so any more', () => {
    const made = program({ two: [holds('!has(facts.seen)')] })
    given(after(made, accept()))
      .when(settle('first'))
      .emits(
        'step.succeeded',
        { type: 'assumption.checked', data: { of: 'second', holds: false } },
        {
          type: 'step.failed',
          data: {
            step: 'second',
            attempts: 0,
            error: {
              class: 'assumption',
              message: 'It is not so.',
              retryable: false,
              mayHaveHappened: false,
            },
          },
        },
        'check.completed',
        'verdict.reached',
        'run.ended',
      )
  })
})

describe('a host that has to answer', () => {
  const made = program({ plan: [reachable('alpha')], one: [reachable('beta')], two: [reachable('alpha')] })

  it('is asked about before the plan is adopted, all hosts at once, and nothing starts before', () => {
    const waiting = after(made, accept())
    expect(owedIds(waiting)).toEqual([`${run}/reach/alpha/1`, `${run}/reach/beta/1`])
    const half = given(waiting)
      .when(found('alpha', true))
      .emits(
        { type: 'assumption.checked', data: { of: null, holds: true } },
        { type: 'assumption.checked', data: { of: 'second', holds: true } },
      )
    expect(owedIds(half)).toEqual([`${run}/reach/beta/1`])
    given(half).when(found('beta', true)).emits('assumption.checked', 'plan.adopted', 'step.started')
  })

  it('rejects the plan when it does not answer', () => {
    const half = after(made, accept(), found('alpha', true))
    given(half)
      .when(found('beta', false))
      .emits(
        { type: 'assumption.checked', data: { of: 'first', holds: false } },
        { type: 'plan.rejected', data: { reasons: [{ code: 'assumption', step: 'first' }] as never } },
        'run.ended',
      )
  })

  it('is asked about again before a step, once the answer is older than thirty seconds of the run', () => {
    const adopted = after(made, accept(), found('alpha', true), found('beta', true))
    given(adopted)
      .when(settle('first', { ok: true, output: {} }, { at: startAt + 29_000 }))
      .emits('step.succeeded', 'step.started')
    const waiting = given(adopted)
      .when(settle('first', { ok: true, output: {} }, { at: startAt + 31_000 }))
      .emits('step.succeeded')
    const [effect] = reaches(waiting)
    expect(effect).toMatchObject({ host: 'alpha' })
    const n = Number(effect?.id.split('/').at(-1))
    expect(n).toBeGreaterThan(1)
    given(waiting)
      .when(found('alpha', true, { n, at: startAt + 32_000 }))
      .emits({ type: 'assumption.checked', data: { of: 'second' } }, 'step.started')
    given(waiting)
      .when(found('alpha', false, { n, at: startAt + 32_000 }))
      .emits(
        'assumption.checked',
        { type: 'step.failed', data: { error: { class: 'assumption' } as never } },
        'check.completed',
        'verdict.reached',
        'run.ended',
      )
    given(waiting)
      .when(found('alpha', true, { n: 1 }))
      .rejects('duplicate')
    given(waiting)
      .when(found('alpha', true, { n: n + 1 }))
      .rejects('unknown-effect')
    given(waiting).when(found('gamma', true)).rejects('unknown-effect')
  })

  it('is recorded in a pause, and not asked about', () => {
    const paused = perform(after(made, accept()), { type: 'pause', at: startAt + 1, by: 'me', reason: '' })
    expect(reaches(paused)).toEqual([])
    const known = given(paused).when(found('alpha', true)).emits('assumption.checked', 'assumption.checked')
    const resumed = perform(known, { type: 'resume', at: startAt + 200, by: 'me', reason: '' })
    expect(owedIds(resumed)).toEqual([`${run}/reach/beta/1`])
  })

  it('is asked about anew for another plan, when it did not answer', () => {
    const asking = withPlanner({ strategy: external, asks: 2, assumes: [reachable('alpha')] })
    const plan = (ask: number): Command => ({
      type: 'settle-plan',
      at: startAt + 1,
      effect: `${run}/1/plan/${ask}`,
      attempt: 1,
      result: { ok: true, proposal: anAnswer([]) },
    })
    const again = given(after(asking, accept(), plan(1)))
      .when(found('alpha', false))
      .emits(
        'assumption.checked',
        { type: 'plan.rejected', data: { again: true, plan: 1 } },
        'plan.requested',
      )
    const second = perform(again, { ...plan(2), at: startAt + 110 })
    expect(owedIds(second)).toEqual([`${run}/reach/alpha/2`])
    given(second)
      .when(found('alpha', true, { n: 2, at: startAt + 120 }))
      .emits('assumption.checked', 'plan.adopted', 'verdict.reached', 'run.ended')
  })
})

describe('a search whose plan takes for granted what is not so', () => {
  it('leaves out the step that is to blame, and finds another way', () => {
    const actions = {
      cheap: anAction({ gives: ['goal'], costUsd: 1, assumes: [reachable('alpha')] }),
      dear: anAction({ gives: ['goal'], costUsd: 2 }),
    }
    const candidates = [aStep('easy', { action: 'cheap' }), aStep('hard', { action: 'dear' })]
    const searching = withPlanner(
      {
        strategy: { type: 'goal', want: ['goal'], candidates, minimise: 'cost' },
        actions: ['cheap', 'dear'],
      },
      { actions },
    )
    given(after(searching, accept()))
      .when(found('alpha', false))
      .emits(
        'assumption.checked',
        { type: 'plan.rejected', data: { again: true } },
        'plan.requested',
        { type: 'plan.proposed', data: { plan: { steps: [{ id: 'hard' }] } as never } },
        'plan.adopted',
        'step.started',
      )
  })
})

describe('how old things are', () => {
  const observed = (over: object = {}): Partial<ProgramBody> => ({
    trigger: { ...withPlanner({}).trigger, observedAt: 'input.at', maxAgeSeconds: 60, ...over },
  })
  const iso = (at: number) => new Date(at).toISOString()

  it('is told by the input, and never lies ahead', () => {
    const told = after(program({}, observed()), accept({ at: iso(startAt - 1500) }))
    expect(eventsOf(told, 'run.accepted')[0]).toMatchObject({ observedAt: startAt - 1500 })
    const ahead = after(program({}, observed()), accept({ at: iso(startAt + 9000) }))
    expect(eventsOf(ahead, 'run.accepted')[0]).not.toHaveProperty('observedAt')
    given(after(program({}, observed())))
      .when(accept({ at: 'yesterday' }))
      .rejects('input-invalid')
  })

  it('is looked at before each iteration: an input that is too old is accepted, and not acted on', () => {
    const ended = after(program({}, observed()), accept({ at: iso(startAt - 61_000) }))
    expect(ended.state).toMatchObject({ status: 'ended', outcome: 'bailed', reason: 'stale' })
    expect(eventsOf(ended, 'iteration.started')).toEqual([])
  })

  it('is looked at before each step', () => {
    const acting = after(program({}, observed()), accept({ at: iso(startAt) }))
    given(acting)
      .when(settle('first', { ok: true, output: {} }, { at: startAt + 61_000 }))
      .emits(
        'step.succeeded',
        { type: 'step.skipped', data: { reason: 'limit' } },
        {
          type: 'plan.rejected',
          data: {
            reasons: [
              { code: 'stale', message: 'The input is 61 seconds old; it may be acted on for 60 seconds.' },
            ] as never,
          },
        },
        'run.ended',
      )
  })

  it('makes a fact vanish whose action says how long it is one', () => {
    const actions = {
      one: anAction({ gives: ['seen'], freshSeconds: 10 }),
      two: anAction({ when: 'true' } as never),
    }
    const outcomes = { done: { title: 'Done', status: 'succeeded', body: '{{ facts }}' } } as never
    const made = withPlanner({ strategy: twoSteps, actions: ['one', 'two'] }, { actions, outcomes })
    const first = after(made, accept(), settle('first', { ok: true, output: 1 }, { at: startAt + 1000 }))
    const bodyAt = (at: number) => {
      const { state } = perform(first, settle('second', { ok: true, output: 2 }, { at }))
      return state.status === 'ended' ? state.body : null
    }
    expect(bodyAt(startAt + 11_000)).toEqual({ seen: 1 })
    expect(bodyAt(startAt + 11_001)).toEqual({})
  })

  it('can be taken for granted, of the input and of a fact', () => {
    const old = program({ two: [fresh('seen', 5)] })
    const first = after(old, accept())
    given(first)
      .when(settle('first'))
      .emits('step.succeeded', { type: 'assumption.checked', data: { holds: true } }, 'step.started')
    expect(after(program({ plan: [fresh('seen', 5)] }), accept()).state).toMatchObject({
      reason: 'assumption',
    })
    expect(
      after(
        program({ plan: [fresh('input', 5)] }, { trigger: { ...old.trigger, observedAt: 'input.at' } }),
        accept({ at: iso(startAt - 5001) }),
      ).state,
    ).toMatchObject({ reason: 'assumption' })
  })
})
