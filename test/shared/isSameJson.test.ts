import fc from 'fast-check'
import '../support/fastCheck.ts'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../shared/audit/canonicalJson.ts'
import { isSameJson } from '../../shared/isSameJson.ts'
import type { Json } from '../../shared/json.ts'

/** Few keys and values, so that two of them are often the same or nearly: names of what every object has among them. */
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 0, 1, '', 'a'),
    fc.array(tie('json'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'constructor', 'toString', '__proto__'), tie('json'), {
      maxKeys: 2,
    }),
  ),
}))

describe('JSON values', () => {
  it('are the same when their canonical forms are', () => {
    fc.assert(
      fc.property(
        json,
        json,
        (a, b) =>
          isSameJson(a, b) === (canonicalJson(a) === canonicalJson(b)) && isSameJson(a, structuredClone(a)),
      ),
    )
  })

  it('are the same whatever the order of their members, and with members that are undefined', () => {
    expect(isSameJson({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true)
    expect(isSameJson({ a: 1, b: undefined as unknown as Json }, { a: 1 })).toBe(true)
    expect(isSameJson({ a: 1 }, { a: 1, b: undefined as unknown as Json })).toBe(true)
    expect(isSameJson({}, { constructor: 1 })).toBe(false)
    expect(isSameJson({ a: [] }, { a: {} })).toBe(false)
  })
})
