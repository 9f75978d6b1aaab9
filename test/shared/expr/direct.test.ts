import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileDirect } from '../../../shared/expr/direct/compileDirect.ts'
import { evaluate, evaluateIndirectly } from '../../../shared/expr/evaluate.ts'
import { parseCel } from '../../../shared/expr/parseCel.ts'
import type { Json } from '../../../shared/json.ts'
import { atLeast } from '../../support/fastCheck.ts'

const word = fc.constantFrom('', 'a', 'b', 'ab', 'a b', 'Beta', '10', 'é', '𝄞x', 'x'.repeat(20))
const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, 1, -1, 2, 0.5, -0, 1e300, 2 ** 53, 5),
  word,
)
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('json'), { maxKeys: 3 }),
  ),
}))
const scope = fc.dictionary(fc.constantFrom('input', 'plan', 'n', 's', 'list'), json, {
  minKeys: 3,
  maxKeys: 5,
})

/** Expressions of any shape, most of which mean nothing: the two ways must still agree, errors and all. */
const { expr } = fc.letrec<{ expr: string }>((tie) => {
  const inner = tie('expr')
  const infix = fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '&&', '||', 'in')
  const method = fc.constantFrom('contains', 'startsWith', 'endsWith', 'split', 'join')
  const plain = fc.constantFrom('size', 'upperAscii', 'lowerAscii', 'reverse', 'join')
  const macro = fc.constantFrom('all', 'exists', 'exists_one', 'filter', 'map')
  return {
    expr: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom(
        'input',
        'plan',
        'n',
        's',
        'list',
        'it',
        'list[0]',
        'input.a',
        'plan.b.c',
        'has(input.a)',
      ),
      fc.constantFrom(
        '0',
        '1',
        '2',
        '-1',
        '0.5',
        '2.0',
        '9223372036854775807',
        'true',
        'null',
        '""',
        '"a"',
        '" "',
        '[]',
      ),
      fc.tuple(inner, infix, inner).map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc.tuple(inner, method, inner).map(([of, name, arg]) => `${of}.${name}(${arg})`),
      fc.tuple(inner, plain).map(([of, name]) => `${of}.${name}()`),
      fc
        .tuple(fc.constantFrom('size', 'int', 'double', 'string', '!', '-'), inner)
        .map(([name, of]) => `${name}(${of})`),
      fc.tuple(inner, macro, inner).map(([of, name, body]) => `${of}.${name}(it, ${body})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(inner, inner).map(([of, key]) => `${of}[${key}]`),
      fc.tuple(inner, inner).map(([of, arg]) => `${of}.replace(${arg}, "_")`),
      fc.array(inner, { maxLength: 3 }).map((elements) => `[${elements.join(', ')}]`),
    ),
  }
})

describe('an expression that is evaluated directly', () => {
  it('comes to what the library makes of it', () => {
    fc.assert(
      fc.property(expr, fc.array(scope, { minLength: 1, maxLength: 4 }), (source, scopes) => {
        const parsed = parseCel(source)
        fc.pre(parsed.ok)
        const direct = compileDirect(parsed.ast)
        const decided = scopes.map((each) => ({ each, value: direct?.(each) }))
        for (const { each, value } of decided.filter((one) => one.value !== undefined))
          expect({ ok: true, value }).toEqual(evaluateIndirectly(source, each))
      }),
      atLeast(2000),
    )
  })

  it.each([
    ['input.a == "x" && n > 1.5', true],
    ['list.filter(it, it != "").map(it, it.upperAscii())', ['A', 'B']],
    ['list.exists(it, list.all(it, it != "z") && it == "b")', true],
    [
      '[list, list].map(it, it.map(it, size(it)))',
      [
        [1, 0, 1],
        [1, 0, 1],
      ],
    ],
    ['"a,b;c".replace(",", " ").split(" ")[int(n) - 2]', 'b;c'],
    ['string(size(list)) + input.a.reverse()', '3x'],
    ['has(input.a) && !has(input.b) ? -n : n', -3],
  ])('decides %s', (source, value) => {
    const parsed = parseCel(source)
    const scope = { input: { a: 'x' }, n: 3, list: ['a', '', 'b'] }
    expect(parsed.ok && compileDirect(parsed.ast)?.(scope)).toEqual(value)
    expect(evaluate(source, scope)).toEqual({ ok: true, value })
  })

  it.each(['input.b', 'n / 0', 'list[7]', 'size("é")', '"a" < "b"', 'list == list', 'list.map(it, it + 1)'])(
    'leaves %s to the library',
    (source) => {
      const parsed = parseCel(source)
      expect(parsed.ok && compileDirect(parsed.ast)?.({ input: {}, n: 3, list: ['a'] })).toBeUndefined()
    },
  )

  it('goes round no macro without end', () => {
    const list = Array.from({ length: 200 }, () => 1)
    const parsed = parseCel('list.all(a, list.all(b, list.all(c, true)))')
    expect(parsed.ok && compileDirect(parsed.ast)?.({ list })).toBeUndefined()
  })
})
