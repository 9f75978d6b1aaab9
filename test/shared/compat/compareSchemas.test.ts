import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSchemas } from '../../../shared/compat/compareSchemas.ts'
import { misfits } from '../../../shared/compat/subsumption.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'
import { atLeast } from '../../support/fastCheck.ts'

const isValid = (schema: Json, value: Json) =>
  typeof schema === 'boolean' ? schema : validateSchema(schema as JsonObject, value).ok

const name = fc.constantFrom('a', 'b', 'c')
const scalar = fc.constantFrom<Json>(null, true, false, 0, 1, 2, 3, -1, 0.5, 1.5, '', 'a', 'b', 'ab', 'abc')

/** Values of a small world, so that random schemas take some and refuse others. */
const { value } = fc.letrec<{ value: Json; scalar: Json }>((tie) => ({
  scalar,
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}))

const optional = (members: Record<string, fc.Arbitrary<Json>>) =>
  fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>

const small = fc.integer({ min: 0, max: 3 })
const { schema } = fc.letrec<{ schema: Json; typed: Json; joined: Json }>((tie) => ({
  typed: fc.oneof(
    fc.constant<Json>(true),
    optional({ type: fc.constantFrom('null', 'boolean', 'string', 'array', 'object') }),
    optional({ enum: fc.array(scalar, { minLength: 1, maxLength: 4 }), const: scalar }),
    optional({
      type: fc.constantFrom<Json>('number', 'integer', ['integer', 'null']),
      minimum: small,
      maximum: small,
      exclusiveMinimum: small,
      exclusiveMaximum: small,
      multipleOf: fc.constantFrom(1, 2, 0.5),
    }),
    optional({
      type: fc.constant('string'),
      minLength: small,
      maxLength: small,
      pattern: fc.constantFrom('^a', 'b$', '^[ab]*$'),
    }),
    optional({
      type: fc.constant('array'),
      items: tie('schema'),
      prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
      minItems: small,
      maxItems: small,
      uniqueItems: fc.boolean(),
      contains: tie('schema'),
    }),
    optional({
      type: fc.constant('object'),
      properties: fc.dictionary(name, tie('schema'), { maxKeys: 2 }) as fc.Arbitrary<Json>,
      patternProperties: fc.dictionary(fc.constantFrom('^a', '[bc]'), tie('schema'), {
        maxKeys: 1,
      }) as fc.Arbitrary<Json>,
      required: fc.uniqueArray(name, { maxLength: 2 }),
      additionalProperties: tie('schema'),
      minProperties: small,
      maxProperties: small,
      propertyNames: fc.constant<Json>({ maxLength: 1 }),
    }),
  ),
  joined: optional({
    anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
    oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
    allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
    not: tie('schema'),
    if: tie('schema'),
    then: tie('schema'), // oxlint-disable-line unicorn/no-thenable -- a schema, never awaited
    else: tie('schema'),
  }),
  schema: fc.oneof(
    { maxDepth: 2 },
    { weight: 5, arbitrary: tie('typed') },
    { weight: 1, arbitrary: fc.constant<Json>(false) },
    { weight: 2, arbitrary: tie('joined') },
  ),
}))

/** Two schemas that have much in common: the one, and the one with a keyword more or less. */
const pair = fc.oneof(
  fc.tuple(schema, schema),
  fc.tuple(schema, schema, fc.boolean(), fc.nat(8)).map(([base, more, adds, which]): [Json, Json] => {
    if (typeof base !== 'object' || typeof more !== 'object') return [base, more]
    if (adds) return [base, { ...(base as JsonObject), ...(more as JsonObject) }]
    const keywords = Object.keys(base as JsonObject)
    const kept = keywords.filter((_, place) => place !== which % Math.max(1, keywords.length))
    return [base, Object.fromEntries(kept.map((key) => [key, (base as JsonObject)[key] ?? true]))]
  }),
)

describe('a schema that nothing misfits', () => {
  it('takes every value that the other one takes', () => {
    let compatible = 0
    fc.assert(
      fc.property(pair, fc.array(value, { minLength: 30, maxLength: 30 }), ([narrow, wide], values) => {
        if (misfits(narrow, wide).length > 0) return
        compatible += 1
        const taken = values.filter((each) => isValid(narrow, each))
        expect(taken.filter((each) => !isValid(wide, each))).toEqual([])
      }),
      atLeast(500),
    )
    expect(compatible).toBeGreaterThan(50)
  })

  it('is itself, and one that asks for less', () =>
    fc.assert(
      fc.property(schema, (one) => {
        expect(misfits(one, one)).toEqual([])
        expect(misfits(one, true)).toEqual([])
        expect(misfits(false, one)).toEqual([])
      }),
    ))
})

describe('a misfit with an example', () => {
  it('is certain: the one schema takes it, the other refuses it', () =>
    fc.assert(
      fc.property(pair, ([narrow, wide]) => {
        for (const { path, example, keyword } of misfits(narrow, wide)) {
          const isHere = path === '' || (keyword === 'required' && path.lastIndexOf('/') === 0)
          if (example === undefined || !isHere) continue
          expect(isValid(narrow, example)).toBe(true)
          expect(isValid(wide, example)).toBe(false)
        }
      }),
      atLeast(200),
    ))
})

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
})
const changes = (before: Json, after: Json, direction: 'input' | 'output' = 'input') =>
  compareSchemas(before, after, direction).map(({ path, change, breaking }) => [path, change, breaking])

describe('an input schema', () => {
  it('breaks callers with a member that becomes required, and says which', () =>
    expect(
      compareSchemas(
        object({ n: { type: 'number' } }),
        object({ n: { type: 'number' } }, { required: ['n'] }),
        'input',
      ),
    ).toEqual([
      { path: '/n', change: 'required', breaking: true, message: 'Must now have “n”', example: {} },
    ]))

  it('breaks nobody with an enumeration that grows, and callers with one that shrinks', () => {
    const few = object({ tier: { enum: ['gold', 'basic'] } })
    const more = object({ tier: { enum: ['gold', 'basic', 'trial'] } })
    expect(changes(few, more)).toEqual([['/tier', 'enum', false]])
    expect(compareSchemas(more, few, 'input')).toEqual([
      {
        path: '/tier',
        change: 'enum',
        breaking: true,
        message: 'Must now be one of "gold", "basic"',
        example: 'trial',
      },
    ])
  })

  it('breaks nobody for certain with a new optional member, since somebody may have sent it already', () =>
    expect(changes(object({}), object({ note: { type: 'string' } }))).toEqual([
      ['/note', 'properties', 'unknown'],
    ]))

  it('that was closed takes a new optional member for all', () =>
    expect(
      changes(
        object({}, { additionalProperties: false }),
        object({ note: { type: 'string' } }, { additionalProperties: false }),
      ),
    ).toEqual([['/note', 'additionalProperties', false]]))

  it('breaks callers when it closes', () =>
    expect(changes(object({}), object({}, { additionalProperties: false }))).toEqual([
      ['', 'additionalProperties', true],
    ]))

  it.each([
    [{ type: 'integer' }, { type: 'number' }, false],
    [{ type: 'number' }, { type: 'integer' }, true],
    [{ type: 'string', maxLength: 5 }, { type: 'string', maxLength: 9 }, false],
    [{ type: 'string', maxLength: 9 }, { type: 'string', maxLength: 5 }, true],
    [{ type: 'integer', minimum: 1 }, { type: 'integer', exclusiveMinimum: 0 }, false],
    [{ type: 'string', pattern: '^a$' }, { type: 'string', pattern: '^(a)$' }, 'unknown'],
    [{ type: 'string' }, { type: ['string', 'null'] }, false],
    [{ type: 'string' }, { anyOf: [{ type: 'null' }, { type: 'string' }] }, false],
    [{ type: 'array', items: { type: 'integer' } }, { type: 'array', items: { type: 'string' } }, true],
    [{ type: 'array', items: { enum: [1, 2] } }, { type: 'array', items: { type: 'number' } }, false],
    [{ format: 'email', type: 'string' }, { type: 'string' }, false],
  ])('%j that becomes %j breaks callers: %j', (before, after, breaking) => {
    const found = changes(before as Json, after as Json).map(([, , each]) => each)
    const worst = found.includes(true) ? true : found.includes('unknown') ? 'unknown' : false
    expect(worst).toBe(breaking)
  })

  it('is followed into references, round and round', () => {
    const tree = (leaf: Json): JsonObject => ({
      $defs: { node: object({ leaf, children: { type: 'array', items: { $ref: '#/$defs/node' } } }) },
      $ref: '#/$defs/node',
    })
    expect(changes(tree({ type: 'integer' }), tree({ type: 'number' }))).toEqual([
      ['/leaf', 'type', false],
      ['/children/*/leaf', 'type', false],
    ])
    expect(changes(tree({ type: 'number' }), tree({ type: 'integer' }))).toContainEqual([
      '/leaf',
      'type',
      true,
    ])
  })

  it('keeps a union apart by the member that tells its branches', () => {
    const branch = (kind: string, more: JsonObject) =>
      object({ kind: { const: kind }, ...more }, { required: ['kind'] })
    const one = { oneOf: [branch('a', { n: { type: 'integer' } }), branch('b', { s: { type: 'string' } })] }
    const two = { oneOf: [...one.oneOf, branch('c', {})] }
    expect(changes(one, two).every(([, , breaking]) => breaking === false)).toBe(true)
    expect(changes(two, one).some(([, , breaking]) => breaking !== false)).toBe(true)
    const tighter = { oneOf: [branch('a', { n: { type: 'integer', maximum: 5 } }), one.oneOf[1] ?? true] }
    expect(changes(one, tighter)).toEqual([['/n', 'maximum', true]])
  })
})

describe('an output schema', () => {
  it('breaks readers with a member that may be missing, and with a value that they did not know', () => {
    const full = object({ id: { type: 'string' } }, { required: ['id'] })
    expect(changes(full, object({ id: { type: 'string' } }), 'output')).toEqual([['/id', 'required', true]])
    expect(changes({ enum: ['a'] }, { enum: ['a', 'b'] }, 'output')).toEqual([['', 'enum', true]])
    expect(changes({ enum: ['a', 'b'] }, { enum: ['a'] }, 'output')).toEqual([['', 'enum', false]])
  })
})
