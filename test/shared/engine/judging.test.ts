import { describe, expect, it } from 'vitest'
import type { RunState } from '../../../shared/engine/state.ts'
import { answer, external, judgedBy, verifying } from '../../support/checking.ts'
import { eventsOf, owed, perform, run } from '../../support/given.ts'
import { aProgram, aVerifier } from '../../support/programs.ts'

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
