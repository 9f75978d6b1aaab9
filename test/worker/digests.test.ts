import { createHash } from 'node:crypto'
import fc from 'fast-check'
import '../support/fastCheck.ts'
import { describe, expect, it } from 'vitest'
import { digestOfText, sha256Hex } from '../../worker/security/digests.ts'

describe('the SHA-256 of a text', () => {
  it('is that of its UTF-8 bytes, also when a shorter text comes after a longer one', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 2000 }))
    fc.assert(
      fc.property(text, (value) => {
        const bytes = new TextEncoder().encode(value)
        expect(digestOfText(value)).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
      }),
    )
  })

  it('is the same for texts that find no room in the bytes at hand', () => {
    for (const length of [21_844, 21_845, 21_846, 65_536, 200_000])
      for (const unit of ['a', 'ß', '✓'])
        expect(digestOfText(unit.repeat(length))).toBe(`sha256:${sha256Hex(unit.repeat(length))}`)
  })
})
