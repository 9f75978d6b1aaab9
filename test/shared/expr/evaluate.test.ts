import fc from 'fast-check'
import '../../support/fastCheck.ts'
import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../shared/engine/effect.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import type { Json } from '../../../shared/json.ts'

const scope: Scope = {
  input: {
    n: 5,
    half: 2.5,
    text: 'abc',
    list: [1, 2, 3],
    twenty: Array.from({ length: 20 }, (_, index) => index),
    gone: null,
    object: { nothing: null, constructor: 1, 'a-b': 2 },
  },
}
const valueOf = (source: string, over: Scope = scope): Json => {
  const result = evaluate(source, over)
  if (!result.ok) throw new Error(`${source}: ${result.error}`)
  return result.value
}
const errorOf = (source: string, over: Scope = scope): string => {
  const result = evaluate(source, over)
  if (result.ok) throw new Error(`${source} is ${JSON.stringify(result.value)}`)
  return result.error
}

describe('numbers', () => {
  it.each([
    ['input.n + 1', 6],
    ['1 + input.n', 6],
    ['1 == 1.0', true],
    ['input.n == 5', true],
    ['size(input.text) > input.n / 2', true],
    ['input.n / 2', 2.5],
    ['input.half * 2', 5],
    ['input.n * 0.1', 0.5],
    ['input.n % 2', 1],
    ['7 / 2', 3],
    ['1u + 1', 2],
    ['input.list[input.n - 3.0]', 3],
    ['input.n in [4, 5]', true],
    ['{5: "five"}[input.n]', 'five'],
    ['string(input.n)', '5'],
    ['"%d of %.1f".format([input.n, 3])', '5 of 3.0'],
    ['input.text.substring(input.n - 4)', 'bc'],
    ['-0.0', 0],
  ])('%s is %j', (source, value) => expect(valueOf(source)).toEqual(value))

  it('never yields what JSON cannot carry', () => {
    expect(errorOf('input.n / 0')).toBe('Division by zero')
    expect(errorOf('1.0 / 0.0 > 5.0')).toBe('Division by zero')
    expect(errorOf('1e300 * 1e300')).toContain('not a JSON number')
    expect(errorOf('9007199254740993')).toContain('too large')
    expect(valueOf('string(9007199254740993)')).toBe('9007199254740993')
  })
})

describe('results', () => {
  it.each([
    ['b"abc"', 'YWJj'],
    ['b"ab"', 'YWI='],
    ['b""', ''],
    ['timestamp("2026-01-02T03:04:05Z")', '2026-01-02T03:04:05Z'],
    ['duration("90s")', '90s'],
    ['int', 'int'],
    ['{1: 2, true: 3}', { '1': 2, true: 3 }],
    ['input.list + [4]', [1, 2, 3, 4]],
    ['input.list.map(x, {"x": x}).filter(o, o.x > 1)', [{ x: 2 }, { x: 3 }]],
    ['input.object', { nothing: null, constructor: 1, 'a-b': 2 }],
  ])('%s is %j', (source, value) => expect(valueOf(source)).toEqual(value))

  it('keeps lists apart that were built from one list', () => {
    expect(valueOf('[[1] + [2], [1] + [3]].map(l, [l + [4], l + [5]])')).toEqual([
      [
        [1, 2, 4],
        [1, 2, 5],
      ],
      [
        [1, 3, 4],
        [1, 3, 5],
      ],
    ])
  })

  it('refuses an object that would have a key twice', () => {
    expect(errorOf('{1: "a", "1": "b"}')).toContain('twice')
  })
})

describe('times', () => {
  it.each([
    ['timestamp("2026-03-29T02:30:00Z").getHours()', 2],
    ['timestamp("2026-03-29T01:30:00Z").getHours("Europe/Berlin")', 3],
    ['timestamp("2026-03-29T00:30:00Z").getHours("Europe/Berlin")', 1],
    ['timestamp("2026-01-01T00:30:00Z").getFullYear("-01:00")', 2025],
    ['timestamp("2024-12-31T00:00:00Z").getDayOfYear()', 365],
    ['timestamp("1969-12-31T23:59:59.5Z").getMilliseconds()', 500],
    ['timestamp("1969-12-31T23:59:59Z").getDayOfWeek()', 3],
    ['timestamp("2026-01-02T00:00:00Z") - timestamp("2026-01-01T00:00:00Z") == duration("24h")', true],
  ])('%s is %j, wherever it is evaluated', (source, value) => {
    const zone = process.env.TZ
    // A zone in which 02:30 of that day does not exist.
    process.env.TZ = 'Europe/Berlin'
    const there = evaluate(source, {})
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(there).toEqual({ ok: true, value })
    expect(evaluate(source, {})).toEqual({ ok: true, value })
  })

  it('agree with the calendar', () => {
    const parts = [
      'getFullYear',
      'getMonth',
      'getDate',
      'getDayOfWeek',
      'getHours',
      'getMinutes',
      'getSeconds',
    ]
    const source = `[${parts.map((part) => `timestamp(at).${part}()`).join(', ')}]`
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const year = date.getUTCFullYear()
          const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
          const value = [year, date.getUTCMonth(), date.getUTCDate(), date.getUTCDay(), ...time]
          expect(evaluate(source, { at: date.toISOString() })).toEqual({ ok: true, value })
        },
      ),
    )
  })
})

describe('what is not there', () => {
  it.each([
    ['input.missing', 'There is no input.missing; test for it with has(input.missing)'],
    ['input["missing"]', 'There is no input.missing; test for it with has(input.missing)'],
    ['input.object["b-c"]', 'There is no input.object["b-c"]; test for it with "b-c" in input.object'],
    ['input.list[9]', 'There is no element 9 in input.list'],
    ['input.gone.more', 'There is no input.gone.more; test for it with has(input.gone.more)'],
    ['nothing', '“nothing” is not known here; there are input'],
    ['nothing.more', '“nothing” is not known here; there are input'],
    ['once(1)', 'There is no function “once”'],
  ])('%s: %s', (source, error) => expect(errorOf(source)).toBe(error))

  it('a member that holds null is there', () => {
    expect(valueOf('has(input.object.nothing)')).toBe(true)
    expect(valueOf('"nothing" in input.object')).toBe(true)
    expect(valueOf('has(input.object.more)')).toBe(false)
  })
})

describe('types that do not fit', () => {
  it.each([
    ['input.text + 1', '“+” can’t take a text and a whole number'],
    ['!input.n', '“!” can’t take a number'],
    ['input.n ? 1 : 2', 'The condition before “?” is a number, not true or false'],
    ['"x" in input.text', '“in” can’t take a text and a text'],
  ])('%s: %s', (source, error) => expect(errorOf(source)).toBe(error))
})

describe('sources that cannot be read', () => {
  it.each([
    ['', 'The expression is empty'],
    ['1 +', 'Something must follow “+”'],
    ['a b', '“b” is unexpected at character 3'],
    ['"abc', 'The text that starts with " has no end'],
    ['size(input', '“(” is never closed'],
    ['input)', '“)” closes nothing'],
  ])('%s: %s', (source, error) => expect(errorOf(source)).toBe(error))
})

describe('names of JavaScript', () => {
  it('are not in scope', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(errorOf(name)).toContain('is not known here')
    expect(errorOf('input.__proto__')).toContain('There is no input.__proto__')
    expect(valueOf('has(input.toString)')).toBe(false)
  })

  it('are data when the data has them', () => {
    const hostile = { input: JSON.parse('{"__proto__":{"admin":true},"constructor":{"name":"x"}}') as Json }
    expect(valueOf('input.__proto__.admin', hostile)).toBe(true)
    expect(valueOf('input.constructor.name', hostile)).toBe('x')
    const copy = valueOf('input', hostile) as Record<string, unknown>
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
    expect(Object.keys(copy)).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })
})

describe('any expression', () => {
  it('gives a JSON value or an error, and never throws', () => {
    const piece = fc.constantFrom(
      'input',
      '.n',
      '.list',
      '[',
      ']',
      '(',
      ')',
      '1',
      '2.5',
      '"a"',
      "'",
      ' + ',
      ' / ',
      ' % ',
      ' == ',
      ' && ',
      ' ? ',
      ' : ',
      '.all(x, ',
      '.map(x, ',
      'x',
      '{',
      '}',
      'size',
      'has',
      '!',
      '-',
      ', ',
      'null',
      'timestamp',
      '\\',
      '`',
      '@',
      '\ud800',
    )
    fc.assert(
      fc.property(fc.string({ unit: piece, maxLength: 20 }), (source) => {
        const result = evaluate(source, scope)
        const copy = JSON.parse(JSON.stringify(result)) as unknown
        expect(copy).toEqual(result)
      }),
    )
  })

  it('reads any scope that JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const input = JSON.parse(JSON.stringify(value)) as Json
        expect(evaluate('input', { input })).toEqual({ ok: true, value: input })
        expect(evaluate('input == input', { input })).toEqual({ ok: true, value: true })
        expect(evaluate('[input].map(x, {"a": x})[0].a', { input })).toEqual({ ok: true, value: input })
      }),
    )
  })
})

// Unbounded, any of these would take minutes or all the memory.
describe('bounds', () => {
  it('stops four nested macros over twenty elements', () => {
    const twenty = 'input.twenty'
    const source = `${twenty}.all(a, ${twenty}.all(b, ${twenty}.all(c, ${twenty}.all(d, a + b + c + d >= 0))))`
    expect(evaluate(source, scope)).toEqual({
      ok: false,
      error: expect.stringContaining('too much work') as string,
    })
  })

  it('stops them when the error is swallowed', () => {
    const many = { input: Array.from({ length: 2000 }, (_, index) => index) }
    expect(evaluate('input.all(a, input.all(b, input.exists(c, c > 1998))) || true', many).ok).toBe(false)
    expect(evaluate('true || input.exists(a, input.exists(b, b < 0))', many)).toEqual({
      ok: true,
      value: true,
    })
  })

  it('refuses five nested macros before evaluating', () => {
    expect(errorOf('[1].all(a, [1].all(b, [1].all(c, [1].all(d, [1].all(e, true)))))')).toContain(
      'nests more than 4',
    )
    expect(valueOf('input.list.map(a, a).map(a, a).map(a, a).map(a, a).map(a, a).map(a, a)')).toEqual([
      1, 2, 3,
    ])
  })

  it('refuses long, deep and wide sources', () => {
    expect(errorOf(`"${'a'.repeat(5000)}"`)).toContain('longer than')
    expect(errorOf('('.repeat(1500) + '1' + ')'.repeat(1500))).toContain('brackets')
    expect(errorOf(`${'true ? 1 : '.repeat(300)}2`)).toContain('deeper')
    expect(errorOf(Array.from({ length: 1500 }, () => '1').join('+'))).toContain('deeper')
    expect(errorOf(`input${'.a'.repeat(1500)}`)).toContain('deeper')
  })

  it('refuses texts and lists that grow out of hand', () => {
    const large = { t: 'x'.repeat(100_000), l: Array.from({ length: 20_000 }, (_, index) => index) }
    expect(evaluate(Array.from({ length: 50 }, () => 't').join(' + '), large).ok).toBe(false)
    expect(evaluate('t.replace("x", t)', large).ok).toBe(false)
    expect(evaluate('t.split("").map(c, t).join(t)', large).ok).toBe(false)
    expect(evaluate('l + l + l', large).ok).toBe(false)
    expect(evaluate('l.filter(x, x in l)', large).ok).toBe(false)
    expect(evaluate('l.exists(x, t.lowerAscii() == "")', large).ok).toBe(false)
    expect(evaluate('l.exists(x, [l] == [])', large).ok).toBe(true)
  })

  it('lets a pattern cost no more than its length times the text’s', () => {
    expect(evaluate('t.matches("^(a+)+$")', { t: `${'a'.repeat(5000)}!` })).toEqual({
      ok: true,
      value: false,
    })
    expect(evaluate('t.matches(t)', { t: '(a{1000}){1000}' }).ok).toBe(false)
  })

  it('maps and filters a list of ten thousand', () => {
    const many = { l: Array.from({ length: 10_000 }, (_, index) => index) }
    const result = evaluate('size(l.map(x, x + 1).filter(x, x % 2 == 0))', many)
    expect(result).toEqual({ ok: true, value: 5000 })
  })
})
