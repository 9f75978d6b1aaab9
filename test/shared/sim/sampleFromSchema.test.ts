import { describe, expect, it } from 'vitest'
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

  it('ends for a schema that contains itself', () => {
    const tree = { type: 'object', properties: { child: { $ref: '#' } }, required: ['child'] }
    expect(JSON.stringify(sampleFromSchema(tree)).length).toBeLessThan(500)
  })
})
