import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import type { Json } from '../../../shared/json.ts'
import { whatIf } from '../../../shared/policy/whatIf.ts'
import { withPolicySet } from '../../../shared/policy/withPolicySet.ts'
import { simulateTrial, type Trial } from '../../../shared/sim/trial.ts'
import { aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const policy = (change: Partial<Policy>): Policy => ({
  id: 'p',
  title: 'P',
  at: 'step',
  when: 'true',
  effect: 'deny',
  message: 'No.',
  ...change,
})

const base = aProgram({
  strategy: stepsInAnyOrder(
    aStep('first', { args: { amount: 5 } }),
    aStep('second', { args: { amount: '{{ steps.first.output.body.amount }}' } }),
  ),
  verifiers: { verify: aVerifier({ onStepFailed: 'bail' }) },
})

function play(program: Program, more: Partial<Trial> = {}) {
  const mocks: Trial['mocks'] = {
    act: { delayMs: 10, mock: { answers: 'value', value: { status: 200, body: { amount: 500 } } } },
  }
  return simulateTrial({ program, input: { n: 1 }, mocks, decision: 'grant', startAt: 1_000_000, ...more })
    .events
}

const holding = (...policies: Policy[]): Program => ({ ...base, policies })

describe('what if', () => {
  it('asks again at every point, and finds nothing changed where nothing differs', () => {
    const log = play(base)
    expect(whatIf(log, base, base)).toEqual({ points: 7, changes: [] })
  })

  it.for([
    ['input', null, 'input.n == 1'],
    ['plan', 'plan', 'plan.steps.size() == 2'],
    ['step', 'second', 'args.amount > 100'],
    ['output', 'first', 'output.body.amount == 500 && steps.second.status == "waiting"'],
    ['verdict', 'verify', 'verdict.verdict == "pass"'],
  ] as const)('finds what would be denied at %s', ([at, subject, when]) => {
    const { changes } = whatIf(play(base), base, holding(policy({ at, when })))
    expect(changes).toMatchObject([
      {
        point: at,
        subject,
        before: { effect: 'allow', policies: [] },
        after: { effect: 'deny', policies: ['p'] },
      },
    ])
    expect(Object.keys(changes[0]?.values ?? {})).not.toEqual([])
  })

  it('finds what would have been let through: arguments, verdicts and approvals as they were then', () => {
    for (const strict of [
      policy({ at: 'input', when: 'input.n == 1' }),
      policy({ at: 'plan' }),
      policy({ when: 'args.amount > 100' }),
      policy({ at: 'output', when: 'output.body.amount == 500 && args.amount == 5' }),
      policy({ at: 'verdict', when: 'verdict.verdict == "pass"' }),
      policy({ when: 'args.amount > 100', effect: 'require-approval' }),
    ]) {
      const { changes } = whatIf(play(holding(strict)), holding(strict), base)
      expect(changes).toMatchObject([
        { point: strict.at, before: { policies: ['p'] }, after: { effect: 'allow' } },
      ])
    }
  })

  it('counts an approval once, and tells one that nobody gave', () => {
    const asks = policy({ when: 'args.amount > 100', effect: 'require-approval', deadlineSeconds: 1 })
    for (const decision of ['grant', 'none'] as const) {
      const { changes } = whatIf(play(holding(asks), { decision }), holding(asks), base)
      expect(changes).toMatchObject([{ subject: 'second', before: { effect: 'require-approval' } }])
    }
  })

  it('does not tell of the order, of trials, or of others with the same decision', () => {
    const [a, b] = [policy({ id: 'a', effect: 'flag' }), policy({ id: 'b', effect: 'flag' })]
    const log = play(holding(a, b))
    expect(whatIf(log, holding(a, b), holding(b, a)).changes).toEqual([])
    expect(whatIf(log, holding(a, b), holding(a, b, policy({ id: 'c', mode: 'dry-run' }))).changes).toEqual(
      [],
    )
  })

  it('holds a run to the set of the workspace, too', () => {
    const policies = [policy({ when: 'args.amount > 100' })]
    const set = { version: 1, digest: digest(policies as unknown as Json), policies }
    const log = play(base, { policySet: set })
    expect(whatIf(log, withPolicySet(base, set), base).changes).toMatchObject([
      {
        subject: 'second',
        before: { effect: 'deny', policies: ['workspace:p'] },
        values: { 'args.amount': 500 },
      },
    ])
  })
})
