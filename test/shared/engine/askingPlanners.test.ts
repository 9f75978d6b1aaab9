import { describe, expect, it } from 'vitest'
import type { Command } from '../../../shared/engine/command.ts'
import { decide } from '../../../shared/engine/decide.ts'
import type { PlanEffect } from '../../../shared/engine/effect.ts'
import type { EffectError } from '../../../shared/engine/effectError.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import type { ChoiceStrategy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import { PlannerRequest } from '../../../shared/plan/contract.ts'
import {
  accept,
  after,
  eventsOf,
  given,
  owed,
  perform,
  run,
  type Situation,
  settle,
  startAt,
} from '../../support/given.ts'
import { aFederation, anAnswer, external, withPlanner } from '../../support/plans.ts'
import { aProgram, aStep, aVerifier } from '../../support/programs.ts'

const one = { id: 'one', action: 'act', args: { n: 1 } }
const program = withPlanner({
  strategy: { ...external, context: { n: '{{ input.n }}' } },
  asks: 2,
  expects: 'All is well.',
})

function answer(
  proposal: Json,
  over: { ask?: number; attempt?: number; at?: number; iteration?: number; member?: string } = {},
): Command {
  const { ask = 1, attempt = 1, at = startAt + 10, iteration = 1, member } = over
  const effect = `${run}/${iteration}/plan/${ask}${member ? `/${member}` : ''}`
  return { type: 'settle-plan', at, effect, attempt, result: { ok: true, proposal } }
}

function failing(over: Partial<EffectError> = {}, attempt = 1): Command {
  const error: EffectError = {
    class: 'http',
    message: 'No',
    status: 503,
    retryable: true,
    mayHaveHappened: false,
    ...over,
  }
  return {
    type: 'settle-plan',
    at: startAt + 10,
    effect: `${run}/1/plan/1`,
    attempt,
    result: { ok: false, error },
  }
}

function asked(situation: Situation): PlanEffect[] {
  return owed(situation).filter((effect) => effect.kind === 'plan')
}

describe('an external planner', () => {
  const waiting = after(program, accept({ n: 4 }))

  it('is asked under a stable id, with all that the contract says', () => {
    const [effect] = asked(waiting)
    expect(effect).toMatchObject({
      id: `${run}/1/plan/1`,
      planner: 'plan',
      member: null,
      attempt: 1,
      notBefore: null,
    })
    const request = PlannerRequest.parse(effect?.request)
    expect(request).toMatchObject({
      run,
      planner: 'plan',
      iteration: 1,
      ask: 1,
      goal: 'All is well.',
      input: { n: 4 },
      verdict: null,
      previousPlan: null,
      feedback: [],
      rails: null,
      limits: { iterations: 4, steps: 100, costUsd: 10, endsAt: startAt + 3_600_000 },
      context: { n: 4 },
    })
    expect(request.actions.map(({ id }) => id)).toEqual(['act', 'undo'])
    expect(request.seed).toEqual(eventsOf(waiting, 'plan.requested')[0]?.seed)
  })

  it('plans once it has answered', () => {
    given(waiting)
      .when(answer(anAnswer([one])))
      .emits(
        { type: 'plan.answered', data: { attempt: 1, member: null } },
        'plan.proposed',
        'plan.adopted',
        'step.started',
      )
  })

  it('is still asked after a crash, in the same words', () => {
    const recovered = { ...waiting, state: JSON.parse(JSON.stringify(waiting.state)) as Situation['state'] }
    expect(owed(recovered)).toEqual(owed(waiting))
    expect(decide(program, recovered.state, { type: 'recover', at: startAt + 1 })).toMatchObject({
      ok: true,
      events: [],
    })
  })

  it('is asked again with the reasons when what it proposes is rejected, and not more often than it may be', () => {
    const rejected = given(waiting)
      .when(answer(anAnswer([{ ...one, action: 'nowhere' }])))
      .emits(
        'plan.answered',
        {
          type: 'plan.rejected',
          data: { again: true, plan: null, proposal: anAnswer([{ ...one, action: 'nowhere' }]) },
        },
        {
          type: 'plan.requested',
          data: { ask: 2, feedback: [expect.stringContaining('nowhere') as string] },
        },
      )
    const [effect] = asked(rejected)
    expect(effect?.id).toBe(`${run}/1/plan/2`)
    expect(PlannerRequest.parse(effect?.request)).toMatchObject({
      ask: 2,
      feedback: [expect.stringContaining('nowhere')],
    })
    given(rejected)
      .when(answer('nonsense', { ask: 2 }))
      .emits(
        'plan.answered',
        { type: 'plan.rejected', data: { reasons: [{ code: 'malformed' }] as never } },
        'run.ended',
      )
  })

  it('is not asked again when it says that there is no plan', () => {
    const { rationale: _, steps: __, ...rest } = anAnswer([]) as Record<string, Json>
    const none = perform(waiting, answer({ ...rest, noPlan: 'Nothing fits.' }))
    expect(none.state).toMatchObject({ status: 'ended', reason: 'no-plan', message: 'Nothing fits.' })
  })

  it('is tried again after a failure, not before it asks for, and then given up', () => {
    const retried = given(waiting)
      .when(failing({ retryAfterMs: 7000 }))
      .emits({ type: 'plan.answered', data: { answer: { ok: false, retryAt: startAt + 7010 } as never } })
    expect(asked(retried)).toMatchObject([{ id: `${run}/1/plan/1`, attempt: 2, notBefore: startAt + 7010 }])
    given(retried)
      .when(answer(anAnswer([one]), { attempt: 1 }))
      .rejects('duplicate')
    given(retried)
      .when(failing({}, 2))
      .emits('plan.answered', { type: 'plan.rejected', data: { plan: null } }, 'run.ended')
  })

  it('is not tried again for what another try can’t help', () => {
    given(waiting)
      .when(failing({ retryable: false }))
      .emits('plan.answered', 'plan.rejected', 'run.ended')
  })

  it('changes nothing with an answer that is late, comes twice, or was never asked for', () => {
    const adopted = perform(waiting, answer(anAnswer([one])))
    given(adopted)
      .when(answer(anAnswer([])))
      .rejects('duplicate')
    given(adopted)
      .when(answer(anAnswer([]), { ask: 2 }))
      .rejects('unknown-effect')
    given(adopted)
      .when(answer(anAnswer([]), { iteration: 2 }))
      .rejects('unknown-effect')
    given(waiting)
      .when(answer(anAnswer([]), { member: 'other' }))
      .rejects('duplicate')
    given(waiting)
      .when(answer(anAnswer([]), { attempt: 2 }))
      .rejects('duplicate')
    const ended = perform(adopted, settle('one'))
    given(ended)
      .when(answer(anAnswer([])))
      .rejects('duplicate')
  })

  it('keeps to the time of the run, waits out a pause, and is not asked by a run that is cancelled', () => {
    const end = startAt + defaultLimits.durationSeconds * 1000
    given(waiting)
      .when({ type: 'tick', at: end })
      .emits({ type: 'plan.rejected', data: { reasons: [{ code: 'duration' }] as never } }, 'run.ended')
    const paused = perform(waiting, { type: 'pause', at: startAt + 1, by: 'me', reason: '' })
    const answered = given(paused)
      .when(answer(anAnswer([one])))
      .emits('plan.answered')
    given(answered)
      .when({ type: 'resume', at: startAt + 20, by: 'me', reason: '' })
      .emits('run.resumed', 'plan.proposed', 'plan.adopted', 'step.started')
    const cancelled = perform(waiting, {
      type: 'cancel',
      at: startAt + 1,
      by: 'me',
      reason: '',
      compensate: true,
    })
    expect(asked(cancelled)).toEqual([])
  })

  it('is told the plan before and the verdict when it plans again', () => {
    const looping = withPlanner(
      { strategy: external },
      {
        verifiers: {
          verify: aVerifier({
            checks: [{ type: 'rule', id: 'no', expr: 'false', onFail: 'replan' }] as never,
          }),
        },
      },
    )
    const again = after(looping, accept(), answer(anAnswer([one])), settle('one'))
    const request = PlannerRequest.parse(asked(again)[0]?.request)
    expect(request).toMatchObject({
      iteration: 2,
      verdict: { verdict: 'replan', iteration: 1 },
      previousPlan: {
        digest: eventsOf(again, 'plan.proposed')[0]?.plan.digest,
        steps: [{ id: 'one', action: 'act', args: { n: 1 } }],
      },
    })
  })

  it('is not asked when what it is told can’t be made', () => {
    const broken = withPlanner({ strategy: { ...external, context: '{{ input.gone.deep }}' } })
    const ended = after(broken, accept())
    expect(eventsOf(ended, 'plan.requested')[0]).not.toHaveProperty('asked')
    expect(ended.state).toMatchObject({
      status: 'ended',
      reason: 'no-plan',
      message: expect.stringContaining('gone') as string,
    })
  })
})

describe('a planner of ours', () => {
  const rails = { inputs: [], rules: [{ id: 'r', cells: [], never: ['act'] }] }

  it('that would propose the same again is not asked again', () => {
    const fixed = withPlanner({ strategy: { type: 'sequence', steps: [aStep('one')] }, rails, asks: 5 })
    expect(eventsOf(after(fixed, accept()), 'plan.requested')).toHaveLength(1)
  })

  it('that draws is asked again with another seed, until it keeps the rails', () => {
    const options: ChoiceStrategy['options'] = [
      { id: 'good', weight: 1, steps: [aStep('one', { action: 'undo' })] },
      { id: 'bad', weight: 3, steps: [aStep('one')] },
    ]
    const drawing = withPlanner({ strategy: { type: 'choice', options }, rails, asks: 20 })
    for (let seed = 0; seed < 20; seed += 1) {
      const drawn = after(drawing, accept({}, { seed }))
      const requests = eventsOf(drawn, 'plan.requested')
      expect(new Set(requests.map((request) => request.seed)).size).toBe(requests.length)
      const [plan] = eventsOf(drawn, 'plan.proposed')
      if (!plan) continue
      expect(plan.plan.steps).toMatchObject([{ action: 'undo' }])
      expect(plan.plan.provenance).toMatchObject({ ask: requests.length, seed: requests.at(-1)?.seed })
    }
  })

  it('draws the same from the same seed', () => {
    const options = [1, 2, 3, 4].map((n) => ({
      id: `o${n}`,
      weight: n,
      steps: [aStep('one', { args: { n } })],
    }))
    const drawing = withPlanner({ strategy: { type: 'choice', options } })
    const plans = [7, 7, 8].map(
      (seed) => eventsOf(after(drawing, accept({}, { seed })), 'plan.proposed')[0]?.plan,
    )
    expect(plans[1]).toEqual(plans[0])
    expect(plans[2]?.provenance.seed).not.toBe(plans[0]?.provenance.seed)
  })
})

describe('a federation', () => {
  const joined = withPlanner({
    strategy: aFederation('merge', {
      ours: { type: 'sequence', steps: [aStep('ours')] },
      a: external,
      b: external,
    }),
  })

  it('asks its external members side by side, each with a seed of its own, and waits for all', () => {
    const waiting = after(joined, accept())
    expect(asked(waiting).map(({ id, member }) => [id, member])).toEqual([
      [`${run}/1/plan/1/a`, 'a'],
      [`${run}/1/plan/1/b`, 'b'],
    ])
    const seeds = asked(waiting).map(({ request }) => PlannerRequest.parse(request).seed)
    expect(new Set(seeds).size).toBe(2)
    const half = given(waiting)
      .when(answer(anAnswer([one]), { member: 'b' }))
      .emits('plan.answered')
    expect(asked(half).map(({ member }) => member)).toEqual(['a'])
    const whole = perform(half, answer(anAnswer([{ ...one, id: 'two' }]), { member: 'a' }))
    const [{ plan } = { plan: null }] = eventsOf(whole, 'plan.proposed')
    expect(plan?.steps.map(({ id }) => id)).toEqual(['ours', 'two', 'one'])
    expect(plan?.provenance.members.map(({ seed }) => seed)).toEqual([null, ...seeds])
  })
})

describe('what a plan says of itself', () => {
  it('is the digest of what planners read, and no more', () => {
    const first = (input: Json, seed = 1) =>
      eventsOf(after(aProgram(), accept(input, { seed })), 'plan.proposed')[0]?.plan.provenance.inputDigest
    expect(first({ n: 1 })).toBe(first({ n: 1 }, 2))
    expect(first({ n: 1 })).not.toBe(first({ n: 2 }))
  })

  it('is what it expects, for expressions too', () => {
    const declaring = withPlanner(
      { expected: { done: '{{ input.n }}' } },
      { outcomes: { done: { title: 'Done', status: 'succeeded', body: '{{ plan.expected }}' } } as never },
    )
    expect(after(declaring, accept({ n: 3 }), settle('first')).state).toMatchObject({
      outcome: 'succeeded',
      body: { done: 3 },
    })
  })
})
