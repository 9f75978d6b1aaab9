import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Check } from '../../../shared/graph/nodes/check.ts'
import type { Json } from '../../../shared/json.ts'
import { simulateTrial } from '../../../shared/sim/trial.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { mutated, mutationsOf } from '../../../shared/verify/selfTest/mutations.ts'
import { goodOutcomes } from '../../../shared/verify/selfTest/outcomes.ts'
import { selfTest } from '../../../shared/verify/selfTest/selfTest.ts'
import { anAction, aProgram, aVerifier } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const good = { id: 'r1', amount: 4200, ok: true, at: '2026-05-04T09:30:00Z', tags: ['a', 'b'] }

const programWith = (checks: Check[], output: Json = good) => {
  const program = aProgram({
    actions: { act: anAction({ reversibility: 'pure' }) },
    verifiers: { verify: aVerifier({ checks }) },
  })
  const mocks = { act: { delayMs: 1, mock: { answers: 'value' as const, value: output } } }
  const { events } = simulateTrial({ program, input: {}, mocks, decision: 'none', startAt: 1_000 })
  return { program, outcomes: goodOutcomes(events, 'verify') }
}
const testOf = (checks: Check[], more: { seed?: number; perKind?: number } = {}) => {
  const { program, outcomes } = programWith(checks)
  expect(outcomes).toHaveLength(1)
  return selfTest({ program, verifier: 'verify', good: outcomes, ...more })
}
const rule = (id: string, expr: string): Check => ({ type: 'rule', id, expr, onFail: 'rollback' })
const exact: Check = {
  type: 'schema',
  id: 'exact',
  target: 'steps.first.output',
  schema: { const: good },
  onFail: 'rollback',
}

describe('the self-test of a verifier', () => {
  it('finds that a check which compares with all of the good outcome misses nothing', () => {
    const report = testOf([exact])
    expect(report.verifierTally).toMatchObject({ missed: 0, smallest: null })
    expect(report.checks).toMatchObject([{ check: 'exact', missed: 0 }])
    expect(report.blindSpots).toEqual([])
    expect(report.verifierTally.made).toBeGreaterThan(40)
  })

  it('finds that a check which reads nothing misses everything, and its verifier all but the steps that went wrong', () => {
    const report = testOf([rule('blind', 'true')])
    const [blind] = report.checks
    expect(blind?.missed).toBe(blind?.made)
    const { byKind, made, missed } = report.verifierTally
    expect(byKind['step failed']).toMatchObject({ made: 1, missed: 0 })
    expect(byKind['step uncertain']).toMatchObject({ made: 1, missed: 0 })
    expect(missed).toBe(made - 2)
  })

  it('counts what each check misses by kind, with the smallest example', () => {
    const report = testOf([
      rule('amount', 'steps.first.output.amount > 0'),
      rule('tags', 'steps.first.output.tags.size() == 2'),
    ])
    const amount = report.checks[0]?.byKind
    expect(amount?.['wrong sign']).toMatchObject({ made: 1, missed: 0 })
    expect(amount?.['off by one']).toMatchObject({
      made: 2,
      missed: 2,
      smallest: { step: 'first', pointer: '/amount', before: 4200 },
    })
    const tags = report.checks[1]?.byKind
    expect(tags?.['duplicate']).toMatchObject({ made: 1, missed: 0 })
    expect(tags?.['stale']).toMatchObject({ made: 1, missed: 1, smallest: { pointer: '/at' } })
    expect(report.blindSpots.map(({ step, pointer }) => `${step}${pointer}`)).toEqual([
      'first/at',
      'first/id',
      'first/ok',
      'first/tags/*',
    ])
    expect(report.verifierTally.byKind['wrong sign']).toMatchObject({ missed: 0 })
    expect(report.verifierTally.byKind['duplicate']).toMatchObject({ missed: 0 })
  })

  it('makes a check always that is made of some runs only, and leaves out what the host makes', () => {
    const rare: Check = { ...rule('rare', 'steps.first.output.amount == 4200'), sample: { rate: 0 } }
    const { program, outcomes } = programWith([rare])
    const asked: Check = {
      type: 'http',
      id: 'asked',
      call: { host: 'checker', method: 'POST', path: '/' },
      about: {},
      onFail: 'rollback',
    }
    const verify = program.verifiers['verify']
    if (!verify) throw new Error('It is there')
    const withHost = { ...program, verifiers: { verify: { ...verify, checks: [...verify.checks, asked] } } }
    const report = selfTest({ program: withHost, verifier: 'verify', good: outcomes })
    expect(report.leftOut).toEqual(['asked'])
    expect(report.checks.map(({ check }) => check)).toEqual(['rare'])
    expect(report.checks[0]?.byKind['off by one']).toMatchObject({ made: 2, missed: 0 })
  })

  it('draws as many of each kind as asked for, the same by the same seed', () => {
    const checks = [rule('amount', 'steps.first.output.amount > 0')]
    const small = testOf(checks, { perKind: 2, seed: 5 })
    expect(small).toEqual(testOf(checks, { perKind: 2, seed: 5 }))
    const counts = Object.values(small.verifierTally.byKind).map(({ made }) => made)
    expect(Math.max(...counts)).toBe(2)
    const drawn = [1, 2, 3, 4, 5].map(
      (seed) => testOf([rule('blind', 'true')], { perKind: 1, seed }).verifierTally.byKind['null']?.smallest,
    )
    expect(new Set(drawn.map((each) => each?.pointer)).size).toBeGreaterThan(1)
  })

  it('has nothing to show where the verifier passed nothing', () => {
    const { events } = simulateTrial({
      program: aProgram({ verifiers: { verify: aVerifier({ checks: [rule('no', 'false')] }) } }),
      input: {},
      mocks: {},
      decision: 'none',
      startAt: 0,
    })
    expect(goodOutcomes(events, 'verify')).toEqual([])
  })

  it.each(templates.map((template) => [template.name, template] as const))(
    'notices steps that went wrong in %s',
    (_, { graph, samples }) => {
      const { program } = compile(graph)
      if (!program) throw new Error('It compiles')
      const input = samples[0]?.input ?? null
      const { events } = simulateTrial({ program, input, mocks: {}, decision: 'grant', startAt: 0 })
      for (const verifier of Object.keys(program.verifiers)) {
        const report = selfTest({ program, verifier, good: goodOutcomes(events, verifier) })
        if (report.good === 0) continue
        expect(report.verifierTally.byKind['step failed']?.made).toBeGreaterThan(0)
        expect(report.verifierTally.byKind['step failed']?.missed).toBe(0)
      }
    },
  )
})

const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }) as fc.Arbitrary<Json>

describe('a mutation', () => {
  it('changes the value at its place, and nothing else', () => {
    fc.assert(
      fc.property(json, (value) => {
        for (const mutation of mutationsOf(value)) {
          const bad = mutated(value, mutation)
          expect(canonicalJson(bad)).not.toBe(canonicalJson(value))
          if (mutation.after === undefined) continue
          expect(canonicalJson(mutated(bad, { pointer: mutation.pointer, after: mutation.before }))).toBe(
            canonicalJson(value),
          )
        }
      }),
    )
  })

  it('makes a date a year older', () => {
    const stale = mutationsOf({ at: '2026-05-04', ms: 1_767_225_600_000 }).filter(
      ({ kind }) => kind === 'stale',
    )
    expect(stale.map(({ after }) => after)).toEqual(['2025-05-04', 1_735_689_600_000])
  })
})
