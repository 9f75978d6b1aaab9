import { describe, expect, it } from 'vitest'
import { unknownValue } from '../../../shared/expr/celValues.ts'
import { evaluate, evaluatePart } from '../../../shared/expr/evaluate.ts'
import { type Oracle, withOracle } from '../../../shared/expr/oracle.ts'
import { parseCel } from '../../../shared/expr/parseCel.ts'
import { render } from '../../../shared/expr/template.ts'
import type { Json } from '../../../shared/json.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'

const yes: Oracle = {
  evaluate: () => ({ ok: true, value: 'told' }),
  evaluatePartly: () => ({ is: 'unknown' }),
  render: () => 'rendered',
  draw: () => 0,
  isKnown: (value) => value !== 'unknown',
  check: () => 'pass',
}

describe('an oracle', () => {
  it('answers while it is asked, and no longer', () => {
    const answers = withOracle(yes, () => [
      evaluate('1 + 1', {}),
      render('{{ 1 }}', {}),
      validateSchema({ type: 'null' }, 'unknown'),
      validateSchema({ type: 'null' }, 1).ok,
    ])
    expect(answers).toEqual([
      { ok: true, value: 'told' },
      { ok: true, value: 'rendered' },
      { ok: true },
      false,
    ])
    expect(evaluate('1 + 1', {})).toEqual({ ok: true, value: 2 })
    expect(validateSchema({ type: 'null' }, 1).ok).toBe(false)
  })

  it('is forgotten when what it was asked for throws', () => {
    expect(() =>
      withOracle(yes, () => {
        throw new Error('broken')
      }),
    ).toThrow('broken')
    expect(evaluate('1 + 1', {})).toEqual({ ok: true, value: 2 })
  })
})

describe('a part of an expression over values that are not all known', () => {
  const part = (source: string, scope: Record<string, Json>) => {
    const parsed = parseCel(source)
    return parsed.ok ? evaluatePart(parsed.ast, scope) : null
  }
  const scope = { input: unknownValue, steps: { a: { status: 'failed', output: { n: unknownValue, m: 1 } } } }

  it.each([
    ['steps.a.status == "failed" || input.x', { is: 'value', value: true }],
    ['steps.a.status == "succeeded" && input.x', { is: 'value', value: false }],
    ['steps.a.output.m + 1', { is: 'value', value: 2 }],
    ['steps.a.output.n > 1', { is: 'unknown' }],
    ['input.x', { is: 'unknown' }],
    ['[1, input.x]', { is: 'unknown' }],
    ['has(steps.a.output.m)', { is: 'value', value: true }],
  ])('%s', (source, result) => {
    expect(part(source, scope)).toEqual(result)
  })

  it('tells an error from what is not known', () => {
    expect(part('steps.a.nothing', scope)).toMatchObject({ is: 'error' })
  })
})
