import { describe, expect, it } from 'vitest'
import type { Program } from '../../../shared/compile/program.ts'
import type { Command } from '../../../shared/engine/command.ts'
import type { EffectError } from '../../../shared/engine/effectError.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import type { CheckOf } from '../../../shared/graph/nodes/check.ts'
import type { Json } from '../../../shared/json.ts'
import { VerifierRequest } from '../../../shared/verify/contract.ts'
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
  success,
} from '../../support/given.ts'
import { aProgram, aVerifier } from '../../support/programs.ts'

const external = (over: Partial<CheckOf<'http'>> = {}): CheckOf<'http'> => ({
  type: 'http',
  id: 'outside',
  onFail: 'replan',
  weight: 1,
  call: { host: 'checker', method: 'POST', path: '/judge' },
  about: { n: '{{ input.n }}' },
  ...over,
})

const judgedBy = (verifier: Parameters<typeof aVerifier>[0]): Program =>
  aProgram({ verifiers: { verify: aVerifier(verifier) } })

/** A run whose steps have succeeded, so that its verifier is at work. */
const verifying = (program: Program, over: Parameters<typeof accept>[1] = {}): Situation =>
  perform(after(program, accept({ n: 3 }, over)), settle('first', success({ n: 3 })))

const effect = `${run}/check/1/verify/outside`

function answer(
  said: Json,
  over: Partial<Extract<Command, { type: 'settle-check' }>> = {},
): Extract<Command, { type: 'settle-check' }> {
  return {
    type: 'settle-check',
    at: startAt + 2000,
    effect,
    attempt: 1,
    result: { ok: true, answer: said },
    ...over,
  }
}

const failed = (over: Partial<EffectError> = {}) => ({
  ok: false as const,
  error: {
    class: 'http' as const,
    message: 'Status 503',
    status: 503,
    retryable: true,
    mayHaveHappened: true,
    ...over,
  },
})

describe('a check that the host makes', () => {
  const program = judgedBy({ checks: [external()] })

  it('puts its intent on record before it is owed', () => {
    const situation = verifying(program)
    expect(eventsOf(situation, 'check.asked')).toEqual([
      { iteration: 1, verifier: 'verify', check: 'outside', effect, vote: 1, attempt: 1 },
    ])
    expect(owedIds(situation)).toEqual([effect])
  })

  it('shows the checker what its contract says', () => {
    const [asked] = owed(verifying(program)).filter((each) => each.kind === 'check')
    const body = asked?.request.type === 'http' ? VerifierRequest.parse(asked.request.body) : null
    expect(body).toMatchObject({
      contract: 'pavane.verifier/1',
      effect,
      run,
      loop: 'probe',
      verifier: 'verify',
      check: 'outside',
      vote: 1,
      about: { n: 3 },
      plan: { steps: [{ id: 'first', action: 'act' }] },
      deadline: startAt + 3_600_000,
    })
  })

  it('takes what the checker says, with its version and its evidence', () => {
    given(verifying(program))
      .when(
        answer({ result: 'fail', severity: 0.4, message: 'Too dear.', version: '2.1', evidence: { n: 3 } }),
      )
      .emits(
        'check.answered',
        {
          type: 'check.completed',
          data: {
            layer: 'http',
            result: 'fail',
            severity: 0.4,
            message: 'Too dear.',
            by: '2.1',
            evidence: { n: 3 },
            consequence: 'replan',
          },
        },
        { type: 'verdict.reached', data: { verdict: 'replan', risk: 0.4 } },
        'iteration.started',
        'plan.requested',
        'plan.proposed',
        'plan.adopted',
        'step.started',
      )
  })

  it.for([
    ['no object', 'a page of text'],
    ['an unknown result', { result: 'great' }],
    ['a severity above 1', { result: 'fail', severity: 2 }],
    ['members that the contract does not know', { result: 'pass', sure: true }],
  ] as const)('is inconclusive when the answer is %s', ([, said]) => {
    given(verifying(program))
      .when(answer(said as Json))
      .emits(
        { type: 'check.answered', data: { answer: { ok: false, retryAt: null } as never } },
        { type: 'check.completed', data: { result: 'inconclusive', consequence: 'escalate' } },
        { type: 'verdict.reached', data: { verdict: 'escalate', risk: 0.5 } },
        'run.ended',
      )
  })

  it('is inconclusive when what the checker is shown can’t be made, and then nobody is asked', () => {
    const situation = verifying(judgedBy({ checks: [external({ about: '{{ input.gone }}' })] }))
    expect(eventsOf(situation, 'check.asked')).toEqual([])
    expect(eventsOf(situation, 'check.completed')).toMatchObject([{ result: 'inconclusive' }])
  })

  it('is asked again after a failure, later each time, and is inconclusive after the last attempt', () => {
    const retry = { maxAttempts: 2, initialSeconds: 3, factor: 2, maxSeconds: 60, jitter: 'none' as const }
    const first = given(verifying(judgedBy({ checks: [external({ retry })] })))
      .when(answer(null, { result: failed() }))
      .emits({ type: 'check.answered', data: { attempt: 1 } })
    expect(owed(first)).toContainEqual(
      expect.objectContaining({ kind: 'check', id: effect, attempt: 2, notBefore: startAt + 5000 }),
    )
    given(first)
      .when(answer(null, { result: failed(), attempt: 1, at: startAt + 4000 }))
      .rejects('duplicate')
    given(first)
      .when(answer(null, { result: failed(), attempt: 2, at: startAt + 6000 }))
      .emits(
        'check.answered',
        {
          type: 'check.completed',
          data: {
            result: 'inconclusive',
            message: 'There was no answer (http 503).',
            evidence: { error: expect.anything() } as never,
          },
        },
        'verdict.reached',
        'run.ended',
      )
  })

  it('is still owed after a crash, under the same id and attempt', () => {
    const situation = verifying(program)
    const recovered = perform(situation, { type: 'recover', at: startAt + 1500 })
    expect(recovered.events).toEqual(situation.events)
    expect(owedIds(recovered)).toEqual([effect])
    given(recovered)
      .when(answer({ result: 'pass' }))
      .emits('check.answered', 'check.completed', 'verdict.reached', 'run.ended')
  })

  it('refuses an answer that comes twice, too late, or to what was never asked', () => {
    const situation = verifying(program)
    const settled = perform(situation, answer({ result: 'pass' }))
    given(settled)
      .when(answer({ result: 'fail' }))
      .rejects('duplicate')
    given(situation)
      .when(answer({ result: 'pass' }, { effect: `${run}/check/1/verify/other` }))
      .rejects('unknown-effect')
    given(situation)
      .when(answer({ result: 'pass' }, { effect: `${run}/check/2/verify/outside` }))
      .rejects('unknown-effect')
    given(situation)
      .when(answer({ result: 'pass' }, { effect: `${effect}/2` }))
      .rejects('unknown-effect')
    given(after(program, accept()))
      .when(answer({ result: 'pass' }))
      .rejects('unknown-effect')
    const replanned = perform(situation, answer({ result: 'fail' }))
    given(replanned)
      .when(answer({ result: 'pass' }))
      .rejects('duplicate')
  })

  it('waits while the run is paused, and ends with it when it is cancelled', () => {
    const paused = perform(verifying(program), { type: 'pause', at: startAt + 1500, by: 'op', reason: '' })
    const answered = given(paused)
      .when(answer({ result: 'pass' }))
      .emits('check.answered')
    given(answered)
      .when({ type: 'resume', at: startAt + 3000, by: 'op', reason: '' })
      .emits('run.resumed', 'check.completed', 'verdict.reached', 'run.ended')
    const cancelled = perform(verifying(program), {
      type: 'cancel',
      at: startAt + 1500,
      by: 'op',
      reason: '',
      compensate: true,
    })
    expect(owedIds(cancelled).filter((id) => id.includes('/check/'))).toEqual([])
    given(cancelled)
      .when(answer({ result: 'pass' }))
      .rejects('duplicate')
  })

  it('has an id of its own when the verifier judges again after a person was asked', () => {
    const program = aProgram({
      verifiers: {
        verify: aVerifier({
          checks: [external({ onFail: 'escalate' })],
          routes: { ...aVerifier().routes, escalate: 'ask' },
        }),
      },
      approvals: {
        ask: {
          title: 'Ask',
          approvers: ['approver'],
          need: 1,
          deadlineSeconds: 60,
          show: null,
          routes: { granted: 'verify', denied: null, expired: null },
        },
      },
    })
    const asking = perform(verifying(program), answer({ result: 'fail' }))
    const [approval] = asking.state.status === 'active' ? asking.state.approvals : []
    const again = perform(asking, {
      type: 'decide-approval',
      at: startAt + 3000,
      approval: approval?.id ?? '',
      decision: 'grant',
      by: 'ann',
      note: null,
      digest: approval?.subject.digest ?? '',
    })
    expect(owedIds(again)).toEqual([`${effect}~2`])
    given(again)
      .when(answer({ result: 'pass' }))
      .rejects('duplicate')
    given(again)
      .when(answer({ result: 'pass' }, { effect: `${effect}~2`, at: startAt + 4000 }))
      .emits('check.answered', 'check.completed', 'verdict.reached', 'run.ended')
  })
})

describe('a check that is asked several times', () => {
  const program = judgedBy({ checks: [external({ votes: { of: 3, need: 2 } })] })
  const vote = (situation: Situation, number: number, result: string): Situation =>
    perform(
      situation,
      answer(
        { result, severity: result === 'fail' ? 0.2 * number : 0 },
        { effect: `${effect}/${number}`, at: situation.at + 1 },
      ),
    )

  it('is asked one answer after the other, and no more once enough hold', () => {
    const first = verifying(program)
    expect(owedIds(first)).toEqual([`${effect}/1`])
    const second = vote(first, 1, 'pass')
    expect(owedIds(second)).toEqual([`${effect}/2`])
    const done = vote(second, 2, 'pass')
    expect(eventsOf(done, 'check.asked')).toHaveLength(2)
    expect(eventsOf(done, 'check.completed')).toMatchObject([
      { result: 'pass', message: '2 of 2 answers hold.', evidence: { need: 2, of: 3 } },
    ])
  })

  it('outvotes an answer that does not hold', () => {
    const done = ['pass', 'fail', 'pass'].reduce(
      (now, result, place) => vote(now, place + 1, result),
      verifying(program),
    )
    expect(eventsOf(done, 'check.completed')).toMatchObject([{ result: 'pass', consequence: 'replan' }])
  })

  it('stops once too few are left, as severe as the worst answer', () => {
    const done = ['fail', 'fail'].reduce(
      (now, result, place) => vote(now, place + 1, result),
      verifying(program),
    )
    expect(eventsOf(done, 'check.asked').filter(({ iteration }) => iteration === 1)).toHaveLength(2)
    expect(eventsOf(done, 'check.completed')[0]).toMatchObject({ result: 'fail', severity: 0.4 })
  })

  it('is inconclusive when it takes an unclear answer to keep it from holding', () => {
    const done = ['inconclusive', 'fail'].reduce(
      (now, result, place) => vote(now, place + 1, result),
      verifying(program),
    )
    expect(eventsOf(done, 'check.completed')).toMatchObject([{ result: 'inconclusive' }])
  })
})

describe('layers', () => {
  it('are made in their order, checks of one layer as they stand', () => {
    const rule = { type: 'rule' as const, expr: 'true', onFail: 'bail' as const, weight: 1 }
    const program = judgedBy({
      checks: [
        external({ id: 'e' }),
        { ...rule, id: 'r2' },
        { type: 'variance', id: 'v', actual: '1', expected: '1', tolerance: {}, onFail: 'bail', weight: 1 },
        { ...rule, id: 'r1' },
        { type: 'schema', id: 's', target: 'input', schema: {}, onFail: 'bail', weight: 1 },
        { type: 'quality', id: 'q', target: 'input', onFail: 'bail', weight: 1 },
      ],
    })
    const done = perform(
      verifying(program),
      answer({ result: 'pass' }, { effect: `${run}/check/1/verify/e` }),
    )
    expect(eventsOf(done, 'check.completed').map(({ check, layer }) => `${layer} ${check}`)).toEqual([
      'quality q',
      'schema s',
      'rule r2',
      'rule r1',
      'variance v',
      'http e',
    ])
    expect(eventsOf(done, 'check.completed')[0]?.by).toMatch(/^sha256:/)
  })
})

describe('drift', () => {
  const program = judgedBy({
    checks: [
      {
        type: 'drift',
        id: 'outside',
        baseline: 'usual',
        fields: [
          { name: 'n', value: 'steps.first.output.n', as: 'number' },
          { name: 'gone', value: 'steps.first.output.gone', as: 'text' },
        ],
        onFail: 'bail',
        weight: 1,
      },
    ],
  })

  it('tells the host what this run observed, null where it can’t be evaluated', () => {
    const [asked] = owed(verifying(program)).filter((each) => each.kind === 'check')
    expect(asked?.request).toEqual({
      type: 'drift',
      baseline: 'usual',
      window: 200,
      observed: { n: 3, gone: null },
    })
  })

  it('is inconclusive without a baseline', () => {
    const done = perform(verifying(program), answer({ baseline: null, window: { n: [3] } }))
    expect(eventsOf(done, 'check.completed')).toMatchObject([{ result: 'inconclusive', layer: 'drift' }])
    expect(eventsOf(done, 'verdict.reached')).toMatchObject([{ verdict: 'escalate' }])
  })
})

describe('the gate', () => {
  const rule = { type: 'rule' as const, id: 'r', expr: 'input.n < 3', onFail: 'flag' as const, weight: 1 }
  const gated = (expr: string, over: object = {}) =>
    verifying(judgedBy({ checks: [rule], gate: { expr, ...over } }))

  it('has the last word over checks, risk and conclusion, without weight', () => {
    const done = gated('conclusion == "pass" && risk < 0.5 && checks.r.result == "pass"')
    expect(eventsOf(done, 'check.completed').map(({ check, weight }) => [check, weight])).toEqual([
      ['r', 1],
      ['gate', 0],
    ])
    expect(eventsOf(done, 'verdict.reached')).toMatchObject([{ verdict: 'escalate', risk: 1 }])
  })

  it('lets a verdict stand that meets it', () => {
    expect(eventsOf(gated('conclusion == "pass"'), 'verdict.reached')).toMatchObject([{ verdict: 'pass' }])
  })

  it.for([['checks.gone.result == "pass"'], ['risk'], ['1 / 0 == 1']])(
    'is not met by an error: %s',
    ([expr = '']) => {
      const done = gated(expr, { onFail: 'bail' })
      expect(eventsOf(done, 'check.completed')[1]).toMatchObject({
        result: 'inconclusive',
        consequence: 'bail',
      })
      expect(eventsOf(done, 'verdict.reached')).toMatchObject([{ verdict: 'bail' }])
    },
  )

  it('never softens what the checks came to', () => {
    const hard = { ...rule, onFail: 'bail' as const }
    const done = verifying(judgedBy({ checks: [hard], gate: { expr: 'true' } }))
    expect(eventsOf(done, 'verdict.reached')).toMatchObject([{ verdict: 'bail' }])
  })
})

describe('what was verified', () => {
  const stages = (reads: boolean) => {
    const program = aProgram()
    const { plan } = program.planners
    return aProgram({
      planners: {
        plan: { ...plan, verifier: 'verify' } as never,
        next: {
          ...plan,
          strategy: {
            type: 'sequence',
            steps: [{ id: 'second', action: 'act', args: reads ? { of: '{{ passed.steps.first.n }}' } : {} }],
          },
          verifier: 'verify2',
        } as never,
      },
      verifiers: {
        verify: aVerifier({ routes: { ...aVerifier().routes, pass: 'next' } }),
        verify2: aVerifier(),
      },
    })
  }

  it('passes through to the next stage, which reads nothing else of it', () => {
    const situation = verifying(stages(true))
    expect(eventsOf(situation, 'verdict.reached')).toMatchObject([{ verdict: 'pass', keeps: true }])
    expect(eventsOf(situation, 'step.started').at(-1)).toMatchObject({ step: 'second', args: { of: 3 } })
  })

  it('is not kept where nothing reads it', () => {
    const { state, ...situation } = verifying(stages(false))
    expect(eventsOf({ state, ...situation }, 'verdict.reached')[0]).not.toHaveProperty('keeps')
    expect((state as Extract<RunState, { status: 'active' }>).passed).toBeNull()
  })
})

describe('what stands', () => {
  const rule = { type: 'rule' as const, id: 'r', expr: 'false', onFail: 'bail' as const, weight: 1 }
  const body = { left: '{{ run.standing }}' }
  const bailing = aProgram({
    verifiers: { verify: aVerifier({ checks: [rule] }) },
    outcomes: { ...aProgram().outcomes, safe: { title: 'Safe', status: 'bailed', body } },
  })

  it('is listed when the run bails, and the outcome can name it', () => {
    expect(eventsOf(verifying(bailing), 'run.ended')).toMatchObject([
      {
        outcome: 'bailed',
        notUndone: [`${run}/1/first`],
        body: { left: [{ step: 'first', action: 'act', iteration: 1 }] },
      },
    ])
  })

  it('is nothing when the run succeeds', () => {
    expect(eventsOf(verifying(judgedBy({})), 'run.ended')).toMatchObject([
      { outcome: 'succeeded', notUndone: [] },
    ])
  })
})
