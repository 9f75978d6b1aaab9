import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textMatching } from '../../../shared/expr/textMatching.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { sampleFromSchema } from '../../../shared/sim/sampleFromSchema.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'

describe('a sample of a schema', () => {
  it.for<[JsonObject]>([
    [
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'array', items: { type: 'integer' } } },
        required: ['a'],
      },
    ],
    [{ type: 'string', minLength: 9, maxLength: 12 }],
    [{ type: 'string', format: 'email' }],
    [{ type: 'string', pattern: '^[\\w.-]+/[\\w.-]+$' }],
    [{ type: 'string', pattern: '^[A-Z]{3}-\\d{4}$' }],
    [{ type: 'string', pattern: '^(red|green|blue)$' }],
    [{ type: 'string', pattern: '^[^a-zA-Z0-9]{2,}$' }],
    [{ type: 'string', pattern: '^\\d+$', minLength: 12, maxLength: 16 }],
    [{ type: 'string', pattern: '^#', minLength: 3 }],
    [{ type: 'string', pattern: '^(?:\\+\\d{1,3} )?\\(?\\d{3}\\)?$', minLength: 8 }],
    [{ type: 'string', pattern: '^\\u00e9\\p{Lu}.$' }],
    [{ type: 'string', format: 'date', pattern: '^20' }],
    [{ type: 'integer', minimum: 3, maximum: 5 }],
    [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 10 }],
    [{ type: 'integer', minimum: 7, multipleOf: 5 }],
    [{ type: ['null', 'boolean'] }],
    [{ type: 'array', minItems: 2, items: { type: 'string' } }],
    [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }],
    [
      {
        $defs: { name: { type: 'string' } },
        properties: { first: { $ref: '#/$defs/name' } },
        required: ['first'],
      },
    ],
    [{ oneOf: [{ type: 'object', required: ['k'], properties: { k: { const: 'x' } } }, { type: 'string' }] }],
    [
      {
        allOf: [
          { properties: { a: { type: 'string' } }, required: ['a'] },
          { properties: { b: { type: 'number' } }, required: ['b'] },
        ],
      },
    ],
  ])('is valid: %o', ([schema]) => {
    expect(validateSchema(schema, sampleFromSchema(schema))).toEqual({ ok: true })
    expect(sampleFromSchema(schema)).toEqual(sampleFromSchema(schema))
  })

  it('takes what the schema gives, an example first', () => {
    expect(sampleFromSchema({ type: 'string', examples: ['e'], default: 'd' })).toBe('e')
    expect(sampleFromSchema({ type: 'string', default: 'd', const: 'c' })).toBe('d')
    expect(sampleFromSchema({ enum: ['one', 'two'] })).toBe('one')
  })

  it('reads as the text that a pattern is for', () => {
    expect(sampleFromSchema({ type: 'string', pattern: '^[\\w.-]+/[\\w.-]+$' })).toBe('a/c')
    expect(sampleFromSchema({ type: 'string', pattern: '^ORD-[A-Z]{2}\\d{3}$' })).toBe('ORD-EF789')
    expect(sampleFromSchema({ type: 'string', pattern: '^[a-z ]+$' })).toBe('text')
  })

  it.for(['(', '(?=a)b', 'a\\bb', '^$a'])('is a plain text where nothing matches %s', (pattern) => {
    expect(sampleFromSchema({ type: 'string', pattern })).toBe('text')
  })

  it('matches whatever pattern a text was made for', () => {
    const part = fc.stringMatching(/^(?:[a-z]{1,3}|\\d|\[[a-f]{2}\]|[.])(?:[+?*]|\{[12],4\})?$/)
    const pattern = fc
      .array(fc.tuple(part, fc.constantFrom('', '|')), { minLength: 1, maxLength: 6 })
      .map((parts) => `^(?:${parts.flat().join('')})$`)
    fc.assert(
      fc.property(pattern, fc.nat(20), (each, minLength) => {
        const made = sampleFromSchema({ type: 'string', pattern: each })
        expect(made).toMatch(new RegExp(each, 'u'))
        const long = textMatching(each, minLength)
        expect(long === null || (long.length >= minLength && new RegExp(each, 'u').test(long))).toBe(true)
      }),
    )
  })

  it('gives up soon on a pattern that asks for too much', () => {
    expect(textMatching('^(?:(?:a{30}){30}){1,}$', 1_000_000)).toBeNull()
  })

  it('ends for a schema that contains itself', () => {
    const tree = { type: 'object', properties: { child: { $ref: '#' } }, required: ['child'] }
    expect(JSON.stringify(sampleFromSchema(tree)).length).toBeLessThan(500)
  })
})
