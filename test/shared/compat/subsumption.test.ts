import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { misfits } from '../../../shared/compat/subsumption.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'
import { atLeast } from '../../support/fastCheck.ts'

const each = (keyword: string, type: Json, ...values: Json[]): JsonObject[] =>
  values.map((value) => ({ type, [keyword]: value }))

const properties = { a: { type: 'integer' } }

/** Schemas that ask for one thing. */
const atoms: JsonObject[] = [
  ...each('minimum', 'integer', 0, 1, 1.5, 2),
  ...each('exclusiveMinimum', 'number', 0, 1, 1.5),
  ...each('maximum', 'number', 0, 1, 1.5, 2),
  ...each('exclusiveMaximum', 'integer', 1, 2, 2.5),
  ...each('multipleOf', 'number', 0.5, 1, 2),
  ...each('minLength', 'string', 1, 2),
  ...each('maxLength', 'string', 0, 1, 2),
  ...each('pattern', 'string', '^a', '^a+$'),
  ...each('minItems', 'array', 1, 2),
  ...each('maxItems', 'array', 0, 1, 2),
  ...each('items', 'array', { type: 'integer' }, { type: 'number' }, { enum: [1, 'a'] }, false),
  ...each('prefixItems', 'array', [{ type: 'integer' }], [{ type: 'number' }, { type: 'string' }]),
  ...each('uniqueItems', 'array', true, false),
  ...each('required', 'object', ['a'], ['a', 'b'], []),
  ...each('properties', 'object', properties, { a: { type: 'number' } }, { a: false }, { b: true }),
  ...each('additionalProperties', 'object', false, { type: 'integer' }, { type: 'number' }),
  { type: 'object', properties, additionalProperties: false },
  { type: 'object', properties: { a: true, b: true }, additionalProperties: false },
  { type: 'object', patternProperties: { '^a': { type: 'integer' } }, additionalProperties: false },
  ...each('maxProperties', 'object', 1, 2),
  ...each('enum', 'integer', [0, 1], [1]),
  { enum: [1, 'a', null] },
  { const: 'a' },
  { type: ['integer', 'string'] },
  { type: ['number', 'null'] },
  { not: { type: 'string' } },
  { anyOf: [{ type: 'integer' }, { type: 'string', maxLength: 1 }] },
  {
    oneOf: [
      { type: 'integer', minimum: 1 },
      { type: 'integer', maximum: 1 },
    ],
  },
  { if: { type: 'integer' }, then: { minimum: 1 } }, // oxlint-disable-line unicorn/no-thenable -- a schema, never awaited
  {},
]

const scalars: Json[] = [null, true, false, '', 'a', 'aa', 'b', 'ab', 'aaa', 'bb']
const numbers: Json[] = [-1, -0.5, 0, 0.25, 0.5, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4]
const lists: Json[] = [
  [],
  [1],
  [1.5],
  ['a'],
  [null],
  [1, 1],
  [1, 'a'],
  [1.5, 'a'],
  ['a', 1],
  [1, 2, 3],
  [1, 1, 1],
  [{}],
]
const members: Json[] = [1, 1.5, 'x', null]
const objects: Json[] = [
  {},
  ...['a', 'b', 'ab', 'c'].flatMap((name) => members.map((member) => ({ [name]: member }))),
  ...members.flatMap((a) => members.map((b) => ({ a, b }))),
  { a: 1, c: 1 },
  { a: 1, b: 1, c: 1 },
  { aa: 1, ab: 1 },
  { aa: 1, ab: 2, ac: 3 },
]
/** Values at every edge of those schemas. */
const values: Json[] = [...scalars, ...numbers, ...lists, ...objects]

const takes = (schema: Json) => values.map((value) => validateSchema(schema as JsonObject, value).ok)

/** Values that the one schema takes and the other refuses. */
const between = (narrow: boolean[], wide: boolean[]) =>
  values.filter((_, place) => narrow[place] && !wide[place])

describe('two schemas that each ask for one thing', () => {
  const known = atoms.map((schema) => ({ schema, taken: takes(schema) }))

  it.each(known)('fit only where every value does: $schema', ({ schema: narrow, taken }) => {
    const wrong = known.filter(({ schema: wide, taken: all }) => {
      const found = misfits(narrow, wide)
      const isRefused = between(taken, all).length > 0
      // The values are at every edge, so where none is refused nothing misfits for certain.
      return isRefused ? found.length === 0 : found.some(({ example }) => example !== undefined)
    })
    expect(wrong.map(({ schema: wide }) => ({ wide, found: misfits(narrow, wide) }))).toEqual([])
  })

  it('are mostly told apart for certain', () => {
    const answers = known.flatMap(({ schema: narrow, taken }) =>
      known.map(({ schema: wide, taken: all }) => ({
        found: misfits(narrow, wide),
        isRefused: between(taken, all).length > 0,
      })),
    )
    const unsure = answers.filter(
      ({ found, isRefused }) =>
        found.length > 0 && (!isRefused || found.every(({ example }) => example === undefined)),
    )
    expect(unsure.length / answers.length).toBeLessThan(0.05)
  })
})

describe('a schema that asks for two things', () => {
  const atom = fc.constantFrom(...atoms)
  it('fits what follows from both, and nothing else', () =>
    fc.assert(
      fc.property(atom, atom, atom, fc.constantFrom('allOf', 'anyOf'), (one, two, wide, joined) => {
        const narrow = { [joined]: [one, two] }
        if (misfits(narrow, wide).length > 0) return
        expect(between(takes(narrow), takes(wide))).toEqual([])
      }),
      atLeast(400),
    ))
})
