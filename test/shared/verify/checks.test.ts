import { describe, expect, it } from 'vitest'
import type { CheckResult } from '../../../shared/engine/state.ts'
import type { Consequence } from '../../../shared/graph/nodes/verifier.ts'
import { concludeVerdict } from '../../../shared/verify/concludeVerdict.ts'
import { runCheck } from '../../../shared/verify/runCheck.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'

describe('validating against a JSON Schema', () => {
  it('points at what is at fault, and says nothing about what contains it', () => {
    const schema = {
      type: 'object',
      properties: { 'a/b': { type: 'array', items: { type: 'number' } }, known: true },
      required: ['name'],
      additionalProperties: false,
    }
    const result = validateSchema(schema, { 'a/b': [1, 'x'], extra: 1 })
    expect(result).toMatchObject({ ok: false, broken: false })
    const pointers = result.ok ? [] : result.errors.map(({ pointer }) => pointer)
    expect(pointers.toSorted()).toEqual(['/a~1b/1', '/extra', '/name'])
  })

  it.for([
    [{ $ref: 'https://elsewhere.example/schema' }],
    [{ type: 'string', pattern: '(' }],
    [{ $ref: '#' }],
  ] as const)('says that a schema can’t be used: %o', ([schema]) => {
    expect(validateSchema(schema, 'text')).toMatchObject({ ok: false, broken: true })
  })

  it('accepts what fits', () => expect(validateSchema({ type: 'integer' }, 3)).toEqual({ ok: true }))
})

describe('a check', () => {
  const scope = { steps: { one: { output: { n: 3 }, status: 'succeeded' } }, input: { n: 3 } }
  const rule = (expr: string) => runCheck({ type: 'rule', id: 'r', onFail: 'bail', expr }, scope, 0)

  it('shows what it read', () => {
    expect(rule('steps.one.output.n == input.n')).toMatchObject({
      result: 'pass',
      evidence: { read: { 'steps.one.output.n': 3, 'input.n': 3 } },
    })
    expect(rule('steps.one.output.n > 5')).toMatchObject({ result: 'fail' })
  })

  it('is inconclusive when it can’t be evaluated or is no condition', () => {
    expect(rule('steps.two.output.n > 5')).toMatchObject({
      result: 'inconclusive',
      evidence: { read: { 'steps.two.output.n': '(nothing there)' } },
    })
    expect(rule('input.n')).toMatchObject({ result: 'inconclusive' })
  })

  it('keeps evidence small', () => {
    const big = runCheck(
      { type: 'rule', id: 'r', onFail: 'bail', expr: 'input == ""' },
      { input: 'x'.repeat(5000) },
      0,
    )
    expect(big.evidence).toMatchObject({ read: { input: '(5002 characters of JSON)' } })
  })

  it('holds a value against a schema', () => {
    const check = { type: 'schema' as const, id: 's', onFail: 'bail' as const, target: 'steps.one.output' }
    expect(runCheck({ ...check, schema: { required: ['n'] } }, scope, 0).result).toBe('pass')
    expect(runCheck({ ...check, schema: { required: ['m'] } }, scope, 0)).toMatchObject({
      result: 'fail',
      evidence: { value: { n: 3 }, errors: [{ pointer: '/m' }] },
    })
    expect(runCheck({ ...check, schema: { pattern: '(' }, target: '"text"' }, scope, 0).result).toBe(
      'inconclusive',
    )
    expect(runCheck({ ...check, schema: {}, target: 'gone' }, scope, 0).result).toBe('inconclusive')
  })
})

const unbounded = { escalateAtRisk: null }

describe('the verdict', () => {
  const check = (
    consequence: Consequence,
    result: CheckResult['result'] = 'fail',
    weight = 1,
  ): CheckResult => ({
    check: consequence,
    result,
    weight,
    consequence,
    message: '',
    evidence: null,
  })

  it.for([
    [[], 'pass'],
    [['flag'], 'pass'],
    [['flag', 'replan'], 'replan'],
    [['escalate', 'replan'], 'escalate'],
    [['escalate', 'rollback', 'replan'], 'rollback'],
    [['rollback', 'bail', 'flag'], 'bail'],
  ] as const)('of failed checks that lead to %o is %s', ([consequences, verdict]) => {
    expect(
      concludeVerdict(
        consequences.map((each) => check(each)),
        unbounded,
      ).verdict,
    ).toBe(verdict)
  })

  it('counts an inconclusive check by its consequence, and weighs what failed', () => {
    const checks = [check('bail', 'pass', 3), check('flag', 'fail', 1), check('replan', 'inconclusive', 0)]
    expect(concludeVerdict(checks, unbounded)).toMatchObject({ verdict: 'replan', risk: 0.25 })
  })

  it('escalates at too much risk, but never softens what is worse', () => {
    expect(concludeVerdict([check('flag'), check('bail', 'pass')], { escalateAtRisk: 0.5 }).verdict).toBe(
      'escalate',
    )
    expect(concludeVerdict([check('flag'), check('bail', 'pass')], { escalateAtRisk: 0.6 }).verdict).toBe(
      'pass',
    )
    expect(concludeVerdict([check('rollback')], { escalateAtRisk: 0.1 }).verdict).toBe('rollback')
  })

  it('is no pass where none of the checks could be made, though each only flags', () => {
    const unclear = check('flag', 'inconclusive')
    expect(concludeVerdict([unclear, unclear], unbounded)).toMatchObject({
      verdict: 'escalate',
      reasons: expect.arrayContaining(['None of the checks could be made.']),
    })
    expect(concludeVerdict([unclear, check('bail', 'skipped')], unbounded).verdict).toBe('escalate')
    expect(concludeVerdict([unclear, check('bail', 'pass')], unbounded).verdict).toBe('pass')
    expect(concludeVerdict([check('replan', 'inconclusive')], unbounded).verdict).toBe('replan')
    expect(concludeVerdict([check('bail', 'skipped')], unbounded).verdict).toBe('pass')
  })

  it('bails at a risk that bails, whatever else the risk leads to', () => {
    const bounds = { escalateAtRisk: 0.2, bailAtRisk: 0.5 }
    const checks = [check('flag'), check('bail', 'pass')]
    expect(concludeVerdict(checks, bounds)).toMatchObject({
      verdict: 'bail',
      reasons: ['flag: ', 'The risk of 0.5 is at or above 0.5.'],
    })
  })
})
