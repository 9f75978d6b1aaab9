import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyCaseReports } from '../../../shared/cases/policyCaseReports.ts'
import { compile } from '../../../shared/compile/compile.ts'
import { policySetFaults } from '../../../shared/compile/policySetFaults.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { Policy, PolicyPoint } from '../../../shared/graph/policy.ts'
import { PolicyCase, type PolicyExpectation } from '../../../shared/graph/policyCase.ts'
import type { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { pastDecisions, scopeOfCase } from '../../../shared/policy/pastDecisions.ts'
import { runPolicyCase } from '../../../shared/policy/runPolicyCase.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { condition } from '../../support/arbitraries/steps.ts'
import { soundGraph, withNode } from '../../support/graphs.ts'
import { arbitraryScript, runHostile } from '../../support/hostileHost.ts'

const policy = (change: Partial<Policy> = {}): Policy => ({
  id: 'large',
  title: 'Large refunds',
  at: 'step',
  when: 'args.amount > 500.0',
  effect: 'require-approval',
  message: 'More than 500 is refunded.',
  ...change,
})

const aPolicyCase = (change: Partial<PolicyCase> = {}): PolicyCase => ({
  id: 'big',
  title: 'Big',
  scope: { args: { amount: 900 } },
  expect: 'require-approval',
  ...change,
})

const passes = (of: Partial<Policy>, scope: JsonObject, expected: PolicyExpectation) =>
  runPolicyCase(policy(of), aPolicyCase({ scope, expect: expected })).passed

describe('a case of a policy', () => {
  it.for<[PolicyExpectation, boolean, boolean]>([
    ['require-approval', true, false],
    ['applies', true, false],
    ['does-not-apply', false, true],
    ['deny', false, false],
    ['flag', false, false],
  ])('that expects %s', ([expected, over, under]) => {
    expect(passes({}, { args: { amount: 500.5 } }, expected)).toBe(over)
    expect(passes({}, { args: { amount: 500 } }, expected)).toBe(under)
  })

  it('is of the effect that comes, which at output is a denial', () => {
    expect(passes({ at: 'output' }, { args: { amount: 900 } }, 'deny')).toBe(true)
    expect(passes({ at: 'output' }, { args: { amount: 900 } }, 'require-approval')).toBe(false)
  })

  it('is the same on trial', () => {
    expect(passes({ mode: 'dry-run' }, { args: { amount: 900 } }, 'require-approval')).toBe(true)
  })

  it('is never as expected where the condition can’t be evaluated, although that denies', () => {
    for (const expected of PolicyCase.shape.expect.options) expect(passes({}, {}, expected)).toBe(false)
    expect(runPolicyCase(policy(), aPolicyCase({ scope: {} }))).toMatchObject({
      came: 'deny',
      error: expect.any(String),
    })
  })

  it('is about the node that its scope names', () => {
    const args = { amount: 900 }
    const about = (id: string) => ({ args, action: { id } })
    expect(passes({ on: ['pay'] }, about('pay'), 'applies')).toBe(true)
    expect(passes({ on: ['pay'] }, about('mail'), 'does-not-apply')).toBe(true)
    expect(passes({ on: ['pay'] }, { args }, 'applies')).toBe(true)
    const judged = { verdict: { verifier: 'other', risk: 1 } }
    const risky = { at: 'verdict' as const, when: 'verdict.risk > 0.5', on: ['check'] }
    expect(passes(risky, judged, 'does-not-apply')).toBe(true)
  })
})

describe('the cases that policies carry', () => {
  const graph = (...policies: WrittenPolicy[]) => ({ ...soundGraph, policies })
  const fails = aPolicyCase({ id: 'small', title: 'Small', scope: { args: { amount: 5 } } })

  it('never change the version of a loop, and are not in the program', () => {
    const { program } = compile(graph({ ...policy(), cases: [aPolicyCase(), fails] }))
    expect(program).toEqual(compile(graph(policy())).program)
  })

  it('are problems where they fail, with what came', () => {
    const { diagnostics } = compile(graph({ ...policy(), cases: [aPolicyCase(), fails] }))
    expect(diagnostics.filter(({ code }) => code === 'policy-case-fails')).toMatchObject([
      {
        severity: 'warning',
        at: { field: '/policies/0/cases/1/expect' },
        message: '“Large refunds” does not apply, where the case “Small” expects it to ask for approval',
      },
    ])
  })

  it('stand for nodes that are disabled as for others', () => {
    const whole = graph({
      ...policy({ on: ['act', 'other'] }),
      cases: [aPolicyCase({ scope: { args: { amount: 900 }, action: { id: 'act' } } })],
    })
    const { diagnostics } = compile(withNode(whole, 'act', { disabled: true }))
    expect(diagnostics.filter(({ code }) => code === 'policy-case-fails')).toEqual([])
  })

  it('are faults of a set of policies, and keep nobody from saving it', () => {
    const cases = [aPolicyCase(), fails, { ...aPolicyCase(), title: 'Again' }]
    expect(policySetFaults([policy({ id: 'other', title: 'Other' }), { ...policy(), cases }])).toMatchObject([
      { pointer: '/1/cases/2/id', warning: false },
      { pointer: '/1/cases/1/expect', warning: true },
    ])
  })

  it('are tests of the loop, each with its place', () => {
    const reports = policyCaseReports([policy(), { ...policy(), cases: [aPolicyCase(), fails] }])
    expect(reports).toMatchObject([
      {
        pointer: '/1/cases/0',
        report: { case: 'policy/large/big', title: 'Large refunds: Big', passed: true, failures: [] },
      },
      {
        pointer: '/1/cases/1',
        report: {
          passed: false,
          failures: [{ pointer: '/expect', expected: 'require-approval', actual: 'does-not-apply' }],
        },
      },
    ])
  })
})

const anyPolicy = fc
  .record({
    at: fc.constantFrom(...PolicyPoint.options),
    when: fc.oneof(
      condition,
      fc.constantFrom(
        `action.risk == 'low'`,
        'timestamp(now).getMinutes() % 2 == 1',
        'run.iteration > 1',
        'steps.size() > 1',
      ),
    ),
    // What is redacted is not in the log any more.
    effect: fc.constantFrom('deny' as const, 'require-approval' as const, 'flag' as const),
    on: fc.option(fc.subarray(['act', 'plan', 'label', 'reply', 'verify']), { nil: undefined, freq: 3 }),
  })
  .map(({ on, ...made }) =>
    Policy.parse({ id: 'p', title: 'P', message: '', ...made, ...(on ? { on } : {}) }),
  )

/** Which iteration of a run each event of its log is in, by number of the event. */
function iterationsOf(log: readonly RunEvent[]): (seq: number) => number {
  const starts = log.flatMap(({ type, seq }) => (type === 'iteration.started' ? [seq] : []))
  return (seq) => starts.filter((start) => start <= seq).length
}

/** Whether nothing but policies was on record between two events. */
const isAtOnce = (log: readonly RunEvent[], one: number, other: number) =>
  log.every(
    ({ type, seq }) =>
      seq <= Math.min(one, other) || seq >= Math.max(one, other) || type === 'policy.evaluated',
  )

describe('a decision of a recorded run', () => {
  it('can be kept as a case that comes to what is on record, with what the condition reads alone', () => {
    let looked = 0
    fc.assert(
      fc.property(arbitraryProgram(), anyPolicy, arbitraryScript, fc.integer(), (made, one, script, seed) => {
        const program = { ...made, policies: [one] }
        const { log } = runHostile(program, script, seed)
        const iteration = iterationsOf(log)
        const past = pastDecisions(log, program, one)
        expect(
          past.filter(({ point, about }) => point !== one.at || one.on?.includes(about) === false),
        ).toEqual([])
        const decisions = past.map(({ seq, point, subject, scope }) => {
          const test = { id: 'c', title: 'C', scope: scopeOfCase(one, scope), expect: 'applies' as const }
          const { came, error } = runPolicyCase(one, PolicyCase.parse(test))
          const asked = { iteration: iteration(seq), point, subject }
          return { seq, asked, said: { effect: came, matched: error === null } }
        })
        for (const { type, data, seq } of log) {
          if (type !== 'policy.evaluated' || data.early) continue
          const { point, subject, effect, matched } = data
          const asked = { iteration: iteration(seq), point, subject }
          // A step that was let through and then did not start, since a lease or a host was missing, left no such event; or left it later,
          // when it was asked about again and more was known.
          const kept = decisions.find(
            (each) => isDeepStrictEqual(each.asked, asked) && isAtOnce(log, seq, each.seq),
          )
          if (!kept) continue
          looked += 1
          expect(kept.said).toEqual({ effect, matched })
        }
      }),
    )
    expect(looked).toBeGreaterThan(0)
  })
})
