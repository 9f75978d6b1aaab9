import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCheck, consequence } from '../../support/arbitraries/checks.ts'
import { checkAnswer } from '../../support/arbitraries/checkWorld.ts'
import {
  accept,
  after,
  eventsOf,
  owed,
  perform,
  type Situation,
  settle,
  success,
} from '../../support/given.ts'
import { aProgram, aVerifier } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const condition = fc.constantFrom('true', 'false', 'input.n > 2', 'input.gone', 'input.n', 'syntax (')
const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined })
const route = fc.constantFrom('done', 'undone', 'human', 'safe', null)

const verifier = fc
  .record({
    checks: fc.array(anyCheck(condition), { maxLength: 5 }),
    onInconclusive: consequence,
    onStepFailed: consequence,
    escalateAtRisk: share,
    bailAtRisk: share,
    gate: fc.option(
      fc.record({ expr: condition, onFail: fc.constantFrom('replan' as const, 'bail' as const) }),
    ),
    routes: fc.record({ pass: route, replan: route, rollback: route, escalate: route, bail: route }),
  })
  .map(({ checks, gate, escalateAtRisk, bailAtRisk, ...rest }) =>
    aVerifier({
      ...rest,
      escalateAtRisk: escalateAtRisk ?? null,
      ...(bailAtRisk === undefined ? {} : { bailAtRisk }),
      ...(gate ? { gate } : {}),
      checks: checks.map((check, place) => ({ ...check, id: `c${place}` })),
    }),
  )

/** Answers whatever the host is asked, as the world's seed says. */
function answered(situation: Situation, seed: number): Situation {
  for (let now = situation; ; ) {
    const check = owed(now).find((effect) => effect.kind === 'check')
    if (!check) return now
    const at = Math.max(now.at + 1, check.notBefore ?? 0)
    const { id, attempt } = check
    now = perform(now, { type: 'settle-check', at, effect: id, attempt, result: checkAnswer(seed, check) })
  }
}

describe('the route of a verdict', () => {
  it('is exactly one, for any checks and whatever comes of them', () => {
    fc.assert(
      fc.property(verifier, fc.integer(), fc.integer({ min: 0, max: 5 }), (verify, seed, n) => {
        const program = aProgram({ verifiers: { verify } })
        const acted = perform(after(program, accept({ n }, { seed })), settle('first', success({ n })))
        const done = answered(acted, seed)
        const verdicts = eventsOf(done, 'verdict.reached')
        expect(verdicts).toHaveLength(1)
        const [{ verdict, to, risk } = { verdict: 'bail' as const, to: '', risk: -1 }] = verdicts
        expect(to).toBe(verify.routes[verdict])
        expect(risk).toBeGreaterThanOrEqual(0)
        expect(risk).toBeLessThanOrEqual(1)
        // A rollback undoes before it takes its route; every other verdict has led to its end.
        const ended = eventsOf(done, 'run.ended').map(({ node }) => node)
        expect(ended).toEqual(verdict === 'rollback' ? [] : [to])
        const undoes = owed(done).some((effect) => effect.kind === 'compensation')
        expect(undoes).toBe(verdict === 'rollback')
      }),
    )
  })

  it('makes every check once, in its order, and asks no more than was said', () => {
    fc.assert(
      fc.property(verifier, fc.integer(), (verify, seed) => {
        const program = aProgram({ verifiers: { verify } })
        const acted = perform(after(program, accept({ n: 3 }, { seed })), settle('first', success({ n: 3 })))
        const done = answered(acted, seed)
        const made = eventsOf(done, 'check.completed')
        expect(made).toHaveLength(verify.checks.length + (verify.gate ? 1 : 0))
        expect(new Set(made.map(({ check }) => check)).size).toBe(made.length)
        const asked = eventsOf(done, 'check.asked')
        expect(new Set(asked.map(({ effect }) => effect)).size).toBe(asked.length)
        for (const check of verify.checks) {
          const times = asked.filter((each) => each.check === check.id).length
          expect(times).toBeLessThanOrEqual(check.type === 'http' ? (check.votes?.of ?? 1) : 1)
          const holds = eventsOf(done, 'check.answered').filter(
            ({ check: of, answer }) => of === check.id && answer.ok && answer.result === 'pass',
          )
          const result = made.find((each) => each.check === check.id)
          const need = check.type === 'http' ? (check.votes?.need ?? 1) : 0
          const isDecided = check.type === 'http' && result?.result === 'pass'
          expect(isDecided ? holds.length : need).toBe(need)
        }
      }),
    )
  })

  it('is never that of a pass where something unclear was to be no success', () => {
    fc.assert(
      fc.property(verifier, fc.integer(), (verify, seed) => {
        const program = aProgram({ verifiers: { verify } })
        const acted = perform(after(program, accept({ n: 3 }, { seed })), settle('first', success({ n: 3 })))
        const done = answered(acted, seed)
        const passes = eventsOf(done, 'verdict.reached')[0]?.verdict === 'pass'
        const unclear = eventsOf(done, 'check.completed').filter(({ result }) => result === 'inconclusive')
        expect(!passes || unclear.every((check) => check.consequence === 'flag')).toBe(true)
      }),
    )
  })
})
