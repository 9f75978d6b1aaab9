import { describe, expect, it } from 'vitest'
import type { Command } from '../../../shared/engine/command.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { decide } from '../../support/approvals.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owed,
  perform,
  run,
  type Situation,
  settle,
  startAt,
} from '../../support/given.ts'
import { aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const decision = (
  situation: Situation,
  by: string,
  over: { decision?: 'deny'; at?: number; approval?: string; digest?: string; note?: string } = {},
): Command => {
  const { decision: what = 'grant', ...rest } = over
  return decide(situation, by, { decision: what }, rest)
}

const ask = {
  title: 'Ask',
  approvers: ['approver' as const],
  need: 2,
  deadlineSeconds: 60,
  show: { risk: '{{ verdict.risk }}' },
  routes: { granted: 'plan', denied: 'safe', expired: 'human' },
}
const escalating = aProgram({
  approvals: { ask },
  verifiers: {
    verify: aVerifier({ onStepFailed: 'escalate', routes: { ...aVerifier().routes, escalate: 'ask' } }),
  },
})
const asked = () => after(escalating, accept(), settle('first', failure()))

describe('an approval node', () => {
  it('asks for as many people as it needs, shows what it says, and counts each once', () => {
    const situation = asked()
    expect(eventsOf(situation, 'approval.requested')).toMatchObject([
      {
        approval: `${run}.1`,
        need: 2,
        deadline: startAt + 61_000,
        show: { risk: 1 },
        subject: { of: 'node', node: 'ask' },
      },
    ])
    const one = given(situation)
      .when(decision(situation, 'ann'))
      .emits({ type: 'approval.granted', data: { by: 'ann', remaining: 1 } })
    given(one).when(decision(one, 'ann')).rejects('already-approved-by-you')
    given(one)
      .when(decision(one, 'bob'))
      .emits(
        { type: 'approval.granted', data: { remaining: 0 } },
        { type: 'iteration.started', data: { iteration: 2 } },
        'plan.requested',
        'plan.proposed',
        'plan.adopted',
        'step.started',
      )
  })

  it('is denied by one', () => {
    const situation = asked()
    const one = perform(situation, decision(situation, 'ann'))
    given(one)
      .when(decision(one, 'bob', { decision: 'deny', note: 'No' }))
      .emits('approval.denied', { type: 'run.ended', data: { node: 'safe', reason: 'approval-denied' } })
  })

  it('is not decided by who saw something else, nor one that nobody asked for', () => {
    const situation = asked()
    given(situation)
      .when(decision(situation, 'ann', { digest: 'sha256:0' }))
      .rejects('approval-stale')
    given(situation)
      .when(decision(situation, 'ann', { approval: 'x' }))
      .rejects('unknown-approval')
  })

  it('expires at its deadline, after which nobody can decide', () => {
    const situation = asked()
    const late = startAt + 61_000
    expect(owed(situation).map((effect) => effect.kind === 'timer' && effect.at)).toContain(late)
    given(situation)
      .when({ type: 'tick', at: late - 1 })
      .emits()
    given(situation)
      .when(decision(situation, 'ann', { at: late }))
      .rejects('approval-settled')
    given(situation)
      .when({ type: 'tick', at: late })
      .emits('approval.expired', { type: 'run.ended', data: { node: 'human', reason: 'approval-expired' } })
  })
})

describe('a policy that requires approval', () => {
  const policy = (at: Policy['at'], over: Partial<Policy> = {}): Policy => ({
    id: 'ask',
    title: 'Ask first',
    at,
    when: 'true',
    effect: 'require-approval',
    message: 'It is big.',
    deadlineSeconds: 10,
    ...over,
  })
  const withPolicy = (...policies: Policy[]) =>
    aProgram({
      policies,
      strategy: stepsInAnyOrder(aStep('first', { args: { n: '{{ input.n }}' } }), aStep('other')),
    })

  it.for([
    ['input', 'approval.requested', 'approval-denied'],
    ['plan', 'approval.requested', 'approval-denied'],
  ] as const)(
    'holds the run at %s until it is granted, and stops it when it is denied',
    ([at, last, reason]) => {
      const situation = after(withPolicy(policy(at)), accept({ n: 1 }))
      expect(situation.events.at(-1)?.type).toBe(last)
      expect(eventsOf(perform(situation, decision(situation, 'ann')), 'step.started')).toHaveLength(2)
      const denied = perform(situation, decision(situation, 'ann', { decision: 'deny' }))
      expect(eventsOf(denied, 'run.ended')).toMatchObject([{ outcome: 'bailed', reason }])
      const expired = perform(situation, { type: 'tick', at: startAt + 10_000 })
      expect(eventsOf(expired, 'run.ended')).toMatchObject([{ reason: 'approval-expired' }])
    },
  )

  it('holds one step while the others go on, and records its evaluation once', () => {
    const situation = after(withPolicy(policy('step', { when: 'args.n == 1' })), accept({ n: 1 }))
    // `other` has no `n`, so the policy can't be evaluated there, which denies.
    expect(eventsOf(situation, 'step.failed')).toMatchObject([{ step: 'other', error: { class: 'policy' } }])
    const narrow = withPolicy(policy('step', { when: 'has(args.n)' }))
    const held = after(narrow, accept({ n: 1 }))
    expect(eventsOf(held, 'step.started').map(({ step }) => step)).toEqual(['other'])
    const rest = perform(held, settle('other'))
    expect(eventsOf(rest, 'policy.evaluated')).toHaveLength(1)
    given(rest).when(decision(rest, 'ann')).emits('approval.granted', 'step.started')
    given(rest)
      .when(decision(rest, 'ann', { decision: 'deny' }))
      .emits(
        'approval.denied',
        {
          type: 'step.failed',
          data: {
            step: 'first',
            error: {
              class: 'policy',
              message: 'Approval was refused: It is big.',
              retryable: false,
              mayHaveHappened: false,
            },
          },
        },
        'check.completed',
        'verdict.reached',
        'compensation.started',
      )
  })

  it('asks again in the next iteration: what was approved was another step', () => {
    const verify = aVerifier({
      checks: [{ type: 'rule', id: 'c', expr: 'run.iteration > 1', onFail: 'replan' }],
    })
    const program = aProgram({ policies: [policy('step')], verifiers: { verify } })
    const situation = after(program, accept())
    const second = perform(
      perform(situation, decision(situation, 'ann')),
      settle('first', undefined, { at: startAt + 3000 }),
    )
    expect(eventsOf(second, 'approval.requested')).toHaveLength(2)
    expect(eventsOf(second, 'step.started')).toHaveLength(1)
  })

  it('holds a verdict, and bails when a pass is denied', () => {
    const program = withPolicy(policy('verdict', { when: 'verdict.verdict == "pass"' }))
    const held = after(program, accept({ n: 1 }), settle('first'), settle('other'))
    expect(held.events.at(-1)?.type).toBe('approval.requested')
    given(held)
      .when(decision(held, 'ann'))
      .emits('approval.granted', { type: 'verdict.reached', data: { verdict: 'pass' } }, 'run.ended')
    given(held)
      .when(decision(held, 'ann', { decision: 'deny' }))
      .emits(
        'approval.denied',
        { type: 'verdict.reached', data: { verdict: 'bail', to: 'safe' } },
        'run.ended',
      )
  })

  it('denies at output, where nothing can be approved any more, and counts it as having happened', () => {
    const situation = after(
      withPolicy(policy('output')),
      accept({ n: 1 }),
      settle('first', { ok: true, output: { id: 1 } }),
    )
    expect(eventsOf(situation, 'step.failed')).toMatchObject([
      { step: 'first', output: { id: 1 }, error: { class: 'policy', mayHaveHappened: true } },
    ])
    const ended = perform(situation, settle('other'))
    expect(eventsOf(ended, 'compensation.started')).toMatchObject([{ step: 'other' }])
  })
})
