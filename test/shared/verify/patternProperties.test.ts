import { Validator } from '@cfworker/json-schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/json.ts'
import { exactNames } from '../../../shared/verify/exactNames.ts'
import { mostNames } from '../../../shared/verify/linearSchema.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'

const names = fc.oneof(
  fc.stringMatching(/^[ab]{0,4}$/),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.string(),
)

describe('expressions for names', () => {
  it('match them and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(names, { maxLength: 40 }), fc.array(names), (known, others) => {
        const regexes = exactNames(known).map((source) => new RegExp(source, 'u'))
        for (const name of [...known, ...others])
          expect(regexes.some((regex) => regex.test(name))).toBe(known.includes(name))
      }),
    )
  })
})

describe('patterns of names in a schema', () => {
  it('are matched in linear time, however they repeat themselves', () => {
    // By backtracking this would take longer than the universe has been there.
    const schema = { patternProperties: { '^(a+)+$': { type: 'number' } }, additionalProperties: false }
    const name = 'a'.repeat(5000)
    expect(validateSchema(schema, { [name]: 1 })).toEqual({ ok: true })
    expect(validateSchema(schema, { [name]: 'x' })).toMatchObject({ ok: false, broken: false })
    expect(validateSchema(schema, { [`${name}!`]: 1 })).toMatchObject({ ok: false, broken: false })
  })

  it('mean what they mean to the validator, where both can match them', () => {
    const patterns = fc.constantFrom('^a', 'b$', '^[ab]+$', 'a|b', '', '^$', '^a(b|c)*$')
    const inner = fc.constantFrom<JsonObject>({ type: 'number' }, { type: 'string' }, { minLength: 2 }, {})
    const schemas = fc.record(
      {
        properties: fc.dictionary(fc.constantFrom('a', 'ab', 'c'), inner),
        patternProperties: fc.dictionary(patterns, inner, { minKeys: 1 }),
        additionalProperties: fc.oneof(fc.boolean(), inner),
      },
      { requiredKeys: ['patternProperties'] },
    )
    const values = fc.dictionary(fc.stringMatching(/^[abc]{0,3}$/), fc.oneof(fc.integer(), fc.string()))
    const nested = fc.oneof(values, fc.array(values), fc.dictionary(fc.constantFrom('a', 'x'), values))
    fc.assert(
      fc.property(schemas, nested, fc.boolean(), (own, value, deep) => {
        const schema: JsonObject = deep
          ? { anyOf: [{ items: own }, { properties: { x: { $ref: '#/$defs/own' } } }], $defs: { own } }
          : own
        const expected = new Validator(structuredClone(schema), '2020-12', false).validate(value).valid
        expect(validateSchema(schema, value).ok).toBe(expected)
      }),
    )
  })

  it('count as evaluated, each for itself', () => {
    const schema = {
      allOf: [{ patternProperties: { '^a': {}, '^.b': {} } }],
      unevaluatedProperties: false,
    }
    expect(validateSchema(schema, { ab: 1, a: 2, cb: 3 })).toEqual({ ok: true })
    expect(validateSchema(schema, { ab: 1, c: 2 }).ok).toBe(false)
  })

  it('say so when a value has too many', () => {
    const entries = Array.from({ length: mostNames + 1 }, (_, n) => [`a${n}`, n])
    const schema = { patternProperties: { '^a': {} } }
    expect(validateSchema(schema, Object.fromEntries(entries))).toMatchObject({ ok: false, broken: false })
    expect(validateSchema(schema, Object.fromEntries(entries.slice(1)))).toEqual({ ok: true })
  })

  it('make the schema unusable when they are none', () => {
    expect(validateSchema({ patternProperties: { '(?=a)': {} } }, {})).toMatchObject({ broken: true })
  })
})
