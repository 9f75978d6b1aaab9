import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conjunctsOf } from '../../../shared/expr/conjuncts.ts'
import { evaluate, evaluatePartly } from '../../../shared/expr/evaluate.ts'
import { referencesOf } from '../../../shared/expr/references.ts'
import '../../support/fastCheck.ts'

const scope = { input: { n: 1 }, facts: { known: { ok: true } } }
const unknowns = { roots: new Set(['args']), members: { facts: new Set(['coming']) } }

describe('an expression of which a part is not known', () => {
  it.for([
    ['has(facts.coming)', true],
    ['"coming" in facts', true],
    ['has(facts.gone)', false],
    ['facts.coming.ok && false', false],
    ['facts.coming.ok || true', true],
    ['args.n > 1.0 || input.n == 1.0', true],
    ['facts.known.ok', true],
    ['input.n == 1.0 ? "a" : facts.coming', 'a'],
    ['size(facts)', 2],
    ['facts.all(name, name != "gone")', true],
  ] as const)('%s is %s', ([source, value]) =>
    expect(evaluatePartly(source, scope, unknowns)).toEqual({ is: 'value', value }),
  )

  it.for([
    'facts.coming',
    'facts.coming.ok',
    '!facts.coming.ok',
    'has(facts.coming.ok)',
    'size(facts.coming) > 1',
    'args == {}',
    'has(args.n)',
    '[1, 2].exists(n, n == facts.coming)',
    'facts.all(name, has(facts[name].ok))',
    'facts.coming.ok ? true : false',
  ])('%s is unknown', (source) => expect(evaluatePartly(source, scope, unknowns)).toEqual({ is: 'unknown' }))

  it.for(['facts.gone.ok', 'input.gone', '1 +'])('%s is an error', (source) =>
    expect(evaluatePartly(source, scope, unknowns)).toMatchObject({ is: 'error' }),
  )

  it('is what it will be, whatever the rest turns out to be', () => {
    const atom = fc.constantFrom(
      'facts.coming.ok',
      'has(facts.coming)',
      'facts.known.ok',
      'has(facts.gone)',
      'args.n > 1.0',
      'input.n == 1.0',
      'facts.gone.ok',
    )
    const { condition } = fc.letrec<{ condition: string }>((tie) => ({
      condition: fc.oneof(
        { depthSize: 'small' },
        atom,
        fc
          .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
          .map(([a, and, b]) => `(${a} ${and} ${b})`),
        tie('condition').map((a) => `!${a}`),
      ),
    }))
    const whole = fc.record({ ok: fc.boolean(), n: fc.constantFrom(0, 5) })
    fc.assert(
      fc.property(condition, whole, (source, { ok, n }) => {
        const partly = evaluatePartly(source, scope, unknowns)
        fc.pre(partly.is !== 'unknown')
        const full = { ...scope, args: { n }, facts: { ...scope.facts, coming: { ok } } }
        const result = evaluate(source, full)
        expect(partly.is === 'value' ? { ok: true, value: partly.value } : { ok: false }).toMatchObject(
          result.ok ? result : { ok: false },
        )
      }),
    )
  })
})

describe('the conditions that && joins', () => {
  it.for([
    ['a && b', ['a', 'b']],
    ['a && (b && c) && "x && y" == d', ['a', 'b', 'c', '"x && y" == d']],
    ['((a && b))', ['a', 'b']],
    ['(a) && (b || c)', ['a', 'b || c']],
    ['(a) || (b)', ['(a) || (b)']],
    ['a && b || c', ['a && b || c']],
    ['a ? b && c : d', ['a ? b && c : d']],
    ['[1].all(n, n > 0 && n < 2)', ['[1].all(n, n > 0 && n < 2)']],
    ['a && b // && c', ['a && b // && c']],
    ['a &&', ['a &&']],
  ] as const)('%s: %s', ([source, parts]) => expect(conjunctsOf(source)).toEqual(parts))
})

it('Facts are read by name, however they are asked for', () =>
  expect([...referencesOf('has(facts.a) && "b" in facts && facts["c"].ok && facts.d == 1').facts]).toEqual([
    'a',
    'b',
    'c',
    'd',
  ]))
