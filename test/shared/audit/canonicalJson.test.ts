import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import '../../support/fastCheck.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { canonicalIfPlain, canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { digestText, hashWith, portableHasher } from '../../../shared/audit/digest.ts'
import { plainJson } from '../../../shared/audit/plainJson.ts'
import type { Json } from '../../../shared/json.ts'

/** Texts and keys where writers differ: quotes, controls, surrogates in pairs, keys that look like numbers. */
const text = fc
  .oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '"',
      '\\',
      '\u0000',
      '\u001f',
      '\u007f',
      '\u2028',
      '10',
      '9',
      '-1',
      'é',
      '𝄞',
      '\ufb33',
      '\u{10000}',
    ),
  )
  .filter((value) => value !== '__proto__')
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    text,
    fc.array(tie('json'), { maxLength: 5 }),
    fc.dictionary(text, tie('json'), { maxKeys: 6 }),
  ),
}))

/** With what a JSON text would not bring back. */
const { nearlyJson } = fc.letrec<{ nearlyJson: Json }>((tie) => ({
  nearlyJson: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, 0, 1, 'a', 'é'),
    fc.constantFrom(-0, 'a\ud800'),
    fc.array(tie('nearlyJson'), { maxLength: 2 }),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('a', 'b', '__proto__', '\udfff'),
          fc.oneof(tie('nearlyJson'), fc.constant(undefined as unknown as Json)),
        ),
        { maxLength: 3 },
      )
      .map((members) => Object.fromEntries(members)),
  ),
}))

describe('the canonical form', () => {
  it('is that of RFC 8785', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value))
      }),
    )
  })

  it('is the same whatever the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
      }),
    )
  })

  it('leaves out members that are undefined, and there is none of what is not JSON', () => {
    expect(canonicalJson({ b: undefined, a: 1 } as unknown as Json)).toBe('{"a":1}')
    for (const value of [
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      'a\ud800',
      { '\udfff': 1 },
      () => 1,
    ])
      expect(() => canonicalJson(value as Json)).toThrow(TypeError)
  })
})

describe('a plain value', () => {
  it('is what its JSON text brings back, and is not copied when it is plain already', () => {
    fc.assert(
      fc.property(json, (value) => {
        const plain = plainJson(value)
        expect(JSON.stringify(plain)).toBe(JSON.stringify(value))
        expect(plainJson(plain)).toBe(plain)
      }),
    )
  })

  it('has its canonical form in the same walk that finds it plain', () => {
    expect(canonicalIfPlain({ a: Object.fromEntries([['__proto__', 1]]) })).toBeUndefined()
    fc.assert(
      fc.property(nearlyJson, (value) => {
        const isPlain = Object.is(plainJson(value), value)
        expect(canonicalIfPlain(value)).toBe(isPlain ? canonicalJson(value) : undefined)
      }),
    )
  })
})

describe('a faster hasher', () => {
  afterEach(() => hashWith(portableHasher))
  const native = (value: string) => `sha256:${createHash('sha256').update(value).digest('hex')}`

  it('gives what the portable one gives', () => {
    hashWith(native)
    fc.assert(
      fc.property(text, (value) => {
        expect(digestText(value.toWellFormed())).toBe(portableHasher(value.toWellFormed()))
      }),
    )
  })

  it('is refused when it gives anything else', () => {
    expect(() =>
      hashWith((value) => `sha256:${createHash('sha256').update(value, 'latin1').digest('hex')}`),
    ).toThrow('UTF-8')
    expect(() => hashWith((value) => native(value).toUpperCase())).toThrow('UTF-8')
  })
})

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([key, member]) => [key, reversed(member)]))
}
