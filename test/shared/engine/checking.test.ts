import { describe, expect, it } from 'vitest'
import type { EffectError } from '../../../shared/engine/effectError.ts'
import type { Json } from '../../../shared/json.ts'
import { VerifierRequest } from '../../../shared/verify/contract.ts'
import { answer, effect, external, judgedBy, verifying } from '../../support/checking.ts'
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
  startAt,
} from '../../support/given.ts'
import { aProgram, aVerifier } from '../../support/programs.ts'

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

  it('leads to what the check says of itself when it can’t tell, else to what the verifier says', () => {
    const own = judgedBy({ checks: [external({ onInconclusive: 'rollback' })], onInconclusive: 'bail' })
    const done = perform(verifying(own), answer({ result: 'inconclusive' }))
    expect(eventsOf(done, 'verdict.reached')).toMatchObject([{ verdict: 'rollback' }])
    const others = judgedBy({ checks: [external()], onInconclusive: 'bail' })
    const left = perform(verifying(others), answer({ result: 'inconclusive' }))
    expect(eventsOf(left, 'verdict.reached')).toMatchObject([{ verdict: 'bail' }])
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

  it('is over when the time of the run is up: the bail route is taken, and the answer comes too late', () => {
    const stopped = perform(verifying(program), { type: 'tick', at: startAt + 3_600_000 })
    expect(eventsOf(stopped, 'run.ended')).toMatchObject([{ outcome: 'bailed', reason: 'duration' }])
    expect(owedIds(stopped)).toEqual([])
    given(stopped)
      .when(answer({ result: 'pass' }, { at: startAt + 3_600_001 }))
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
