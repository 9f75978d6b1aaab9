import { describe, expect, it } from 'vitest'
import { checkExpression, checkTemplateText, type ScopeShape } from '../../../shared/expr/check.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import { functionNames } from '../../../shared/expr/signatures.ts'

const shape: ScopeShape = {
  input: {
    type: 'object',
    properties: {
      n: { type: 'number' },
      text: { type: 'string' },
      list: {
        type: 'array',
        items: { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false },
      },
      either: { type: ['string', 'number'] },
      point: { $ref: '#/$defs/point' },
      open: { type: 'object', properties: { a: { type: 'string' } } },
    },
    additionalProperties: false,
    $defs: { point: { type: 'object', properties: { x: { type: 'number' } }, additionalProperties: false } },
  },
  anything: true,
}

const faultsOf = (source: string, expects?: 'boolean') =>
  checkExpression(source, shape, expects).faults.map(({ code, offset }) => [code, offset])

describe('checking finds', () => {
  it.each([
    ['input.n +', 'expression-syntax', 9],
    ['nope + 1', 'unknown-name', 0],
    ['input.n + nope.x', 'unknown-name', 10],
    ['input.m', 'unknown-field', 5],
    ['input["m"]', 'unknown-field', 5],
    ['input.point.y', 'unknown-field', 11],
    ['input.list.all(l, l.name == "")', 'unknown-field', 19],
    ['input.list[0].name', 'unknown-field', 13],
    ['input.text.more', 'wrong-type', 10],
    ['input.text + 1', 'wrong-type', 11],
    ['!input.n', 'wrong-type', 0],
    ['input.n && true', 'wrong-type', 5],
    ['input.n ? 1 : 2', 'wrong-type', 5],
    ['input.n.all(x, true)', 'wrong-type', 7],
    ['input.list["a"]', 'wrong-type', 10],
    ['max(1, 2)', 'unknown-function', 0],
    ['input.text.size(1)', 'unknown-function', 10],
    ['size(1)', 'wrong-type', 0],
    ['[1].all(x)', 'unknown-function', 3],
    ['input.text.matches("(")', 'bad-pattern', 19],
    ['input.text.matches("(?=a)")', 'bad-pattern', 19],
    ['matches(input.text, "(")', 'bad-pattern', 20],
  ])('%s: %s at %i', (source, code, offset) => {
    expect(faultsOf(source)).toContainEqual([code, offset])
  })

  it('what is no condition where one is needed', () => {
    expect(faultsOf('input.n', 'boolean')).toEqual([['not-boolean', 0]])
    expect(faultsOf('input.list.map(l, l.id)', 'boolean')).toEqual([['not-boolean', 0]])
    expect(faultsOf('input.n > 1', 'boolean')).toEqual([])
  })
})

describe('checking leaves alone', () => {
  it.each([
    'anything.a.b[0]["c"] + 1',
    'input.either + 1',
    'input.open.b.c',
    'input.n + 1 > size(input.text) && input.text.matches("a")',
    'has(input.m)',
    'input.list.filter(l, l.id != "").map(l, l.id).join(",")',
    'type(anything) == string',
    'strings.quote(input.text)',
    'timestamp("2026-01-01T00:00:00Z").getHours("UTC") > 1',
    'anything ? input.n : input.text',
    '"%d".format([input.n])',
    'anything == null ? [] : anything.list',
    'input.list.exists_one(l, l.id == "a")',
  ])('%s', (source) => expect(faultsOf(source)).toEqual([]))
})

describe('the functions that are offered', () => {
  it('are known to the evaluator', () => {
    const names = functionNames()
    expect(names).toContain('matches')
    expect(names).toContain('lowerAscii')
    for (const name of names) {
      const result = evaluate(`${name}()`, {})
      expect(result.ok ? '' : result.error).not.toContain('no function')
    }
  })
})

describe('a template', () => {
  it('is checked with places in the string', () => {
    expect(checkTemplateText('Hi {{ input.m }}!', shape)).toEqual([
      { code: 'unknown-field', message: expect.stringContaining('no “m”') as string, offset: 11 },
    ])
    expect(checkTemplateText('Hi {{ input', shape)).toMatchObject([{ code: 'template-syntax', offset: 3 }])
    expect(checkTemplateText('{{ input.n }} {{ "}}" }}', shape)).toEqual([])
  })
})
