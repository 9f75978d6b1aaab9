import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '../../../shared/graph/text.ts'
import type { Json } from '../../../shared/json.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'

const mismatch = (pattern: string) => ({
  ok: false,
  broken: false,
  errors: [{ pointer: '', message: `String does not match pattern "${pattern}".` }],
})

describe('a pattern in a schema', () => {
  it('is matched in linear time, however it repeats itself', () => {
    // By backtracking this would take longer than the universe has been there.
    const schema = { type: 'string', pattern: '^(a+)+$' }
    expect(validateSchema(schema, `${'a'.repeat(5000)}!`)).toEqual(mismatch(schema.pattern))
    expect(validateSchema(schema, 'a'.repeat(5000))).toEqual({ ok: true })
  })

  it('is found wherever a schema is, and nowhere else', () => {
    const schema = {
      $defs: { word: { pattern: '^\\w+$' } },
      properties: {
        pattern: { anyOf: [{ $ref: '#/$defs/word' }, { type: 'null' }] },
        list: { items: { not: { pattern: '^-' } } },
        kind: { const: { pattern: '(' } },
      },
    }
    const value = { pattern: 'word', list: ['a'], kind: { pattern: '(' } }
    expect(validateSchema(schema, value)).toEqual({ ok: true })
    expect(validateSchema(schema, { ...value, pattern: 'two words' }).ok).toBe(false)
    expect(validateSchema(schema, { ...value, list: ['-a'] }).ok).toBe(false)
    expect(validateSchema(schema, { ...value, kind: {} }).ok).toBe(false)
  })

  it('goes together with allOf and a format', () => {
    const schema = { allOf: [{ minLength: 3 }], format: 'email', pattern: '@pavane' }
    expect(validateSchema(schema, 'a@pavane.dev')).toEqual({ ok: true })
    expect(validateSchema(schema, 'a@other.dev').ok).toBe(false)
    expect(validateSchema(schema, '@pavane').ok).toBe(false)
  })

  it.for(['^\\u00e9$', '^\\u{e9}$', '^[\\u00e0-\\u00ff]$'])('can name a character: %s', (pattern) => {
    expect(validateSchema({ pattern }, 'é')).toEqual({ ok: true })
    expect(validateSchema({ pattern }, 'e')).toEqual(mismatch(pattern))
  })

  it('concerns texts alone', () => expect(validateSchema({ pattern: '^a' }, 5)).toEqual({ ok: true }))

  it('makes the schema unusable when it is none', () => {
    expect(validateSchema({ pattern: '(?=a)' }, 'a')).toMatchObject({ ok: false, broken: true })
  })
})

describe('the faults of a value', () => {
  it.for([
    [{ required: ['a'] }, {}, { pointer: '/a', message: 'It is missing.' }],
    [{ required: ['a/b~"c'] }, {}, { pointer: '/a~1b~0"c', message: 'It is missing.' }],
    [
      { properties: { order: { required: ['id'] } } },
      { order: {} },
      { pointer: '/order/id', message: 'It is missing.' },
    ],
    [{ type: 'string' }, 3, { pointer: '', message: 'It is of the type number, and has to be string.' }],
    [
      { type: ['string', 'null'] },
      3,
      { pointer: '', message: 'It is of the type number, and has to be string or null.' },
    ],
    [{ enum: ['eur', 'usd'] }, 'chf', { pointer: '', message: 'It is none of ["eur","usd"].' }],
    [{ minProperties: 1 }, {}, { pointer: '', message: 'It has fewer than 1 members.' }],
    [{ maxProperties: 1 }, { a: 1, b: 2 }, { pointer: '', message: 'It has more than 1 members.' }],
    [{ const: 1 }, 2, { pointer: '', message: 'It does not match 1.' }],
  ] as const)('point at the place and say what belongs there: %j', ([schema, value, fault]) => {
    expect(validateSchema(schema as JsonSchema, value as Json)).toMatchObject({ ok: false, errors: [fault] })
  })
})
