import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../shared/audit/canonicalJson.ts'
import type { Json } from '../../shared/json.ts'
import { inKeyOrder } from '../../shared/keyOrder.ts'
import '../support/fastCheck.ts'

const json = fc.jsonValue({ stringUnit: 'grapheme' }) as fc.Arbitrary<Json>

describe('the order of keys', () => {
  it('is that in which the canonical form is read back, whatever came', () => {
    fc.assert(
      fc.property(json, (value) => {
        const plain = JSON.parse(canonicalJson(value)) as Json
        expect(JSON.stringify(inKeyOrder(value))).toBe(JSON.stringify(plain))
      }),
    )
  })

  it('keeps what is in order already', () => {
    const kept = { a: [1, { b: 2, c: 3 }] }
    const ordered = inKeyOrder({ z: 0, kept })
    expect(ordered.kept).toBe(kept)
    expect(inKeyOrder(kept)).toBe(kept)
    expect(inKeyOrder({ kept, y: { q: 1, p: 2 } }).kept).toBe(kept)
  })
})
