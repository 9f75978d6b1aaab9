import { createHash } from 'node:crypto'
import fc from 'fast-check'
import '../../support/fastCheck.ts'
import { describe, expect, it } from 'vitest'
import { digestOfShortText, shortText } from '../../../shared/audit/shortSha256.ts'

const native = (text: string) => `sha256:${createHash('sha256').update(text.toWellFormed()).digest('hex')}`

describe('the SHA-256 of a short text', () => {
  it('is that of the standard', () => {
    // FIPS 180-4's own examples.
    expect(digestOfShortText('abc')).toBe(
      'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(digestOfShortText('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      'sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    )
  })

  it('is that of its UTF-8 bytes, whatever the text', () => {
    const text = fc.string({ unit: 'binary', maxLength: shortText / 2 })
    fc.assert(fc.property(text, (value) => digestOfShortText(value) === native(value)))
  })

  it.each(['a', 'é', '✓', '\ud800'])('holds for every length of “%s”, whatever was hashed before', (unit) => {
    const lengths = Array.from({ length: shortText + 1 }, (_, shorter) => shortText - shorter)
    const isRight = (length: number) => digestOfShortText(unit.repeat(length)) === native(unit.repeat(length))
    expect(lengths.filter((length) => !isRight(length))).toEqual([])
  })
})
