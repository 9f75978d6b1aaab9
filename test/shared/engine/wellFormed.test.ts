import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { plainJson } from '../../../shared/audit/plainJson.ts'
import { fromOutside, maxDepth, whyNotLoggable } from '../../../shared/engine/wellFormed.ts'
import type { Json } from '../../../shared/json.ts'
import { atLeast } from '../../support/fastCheck.ts'

/** Mostly JSON, with what no log can hold here and there. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { weight: 8, arbitrary: fc.constantFrom<unknown>(null, true, 0, -0, 1.5, 'a', 'é𝄞') },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(
        '\ud800',
        Number.NaN,
        undefined,
        1n,
        new Date(0),
        new Map(),
        () => 1,
      ),
    },
    { weight: 4, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    {
      weight: 4,
      arbitrary: fc.dictionary(fc.constantFrom('b', 'a', 'é', 'a', '\udfff'), tie('value'), { maxKeys: 3 }),
    },
  ),
}))

const isText = (text: string) => text.isWellFormed()

/** What a log can hold, said as plainly as can be; texts and keys as the second function says. */
function isSound(of: unknown, isGood: (text: string) => boolean): boolean {
  if (typeof of === 'string') return isGood(of)
  if (typeof of === 'number') return Number.isFinite(of)
  if (of === null || typeof of === 'boolean') return true
  if (Array.isArray(of)) return of.every((item) => isSound(item, isGood))
  if (typeof of !== 'object' || of instanceof Date || of instanceof Map) return false
  return Object.entries(of).every(([key, member]) => isGood(key) && isSound(member, isGood))
}

const nested = (levels: number, wrap: (inner: unknown) => unknown) =>
  Array.from({ length: levels }).reduce<unknown>((inner) => wrap(inner), {})

describe('a value', () => {
  it('can be logged when it is JSON of well-formed texts, and then has a canonical form', () => {
    const seen = { sound: 0, unsound: 0 }
    fc.assert(
      fc.property(value, (made) => {
        const isLoggable = whyNotLoggable(made) === null
        expect(isLoggable).toBe(isSound(made, isText))
        expect(() => isLoggable && canonicalJson(made as Json)).not.toThrow()
        seen[isLoggable ? 'sound' : 'unsound'] += 1
      }),
      atLeast(1000),
    )
    expect(Math.min(seen.sound, seen.unsound)).toBeGreaterThan(50)
  })

  it('comes from outside as the log will hold it, with broken text replaced and its keys in order', () => {
    fc.assert(
      fc.property(value, (made) => {
        const taken = fromOutside(made)
        expect(taken.ok).toBe(isSound(made, () => true))
        const text = taken.ok ? canonicalJson(plainJson(made)) : ''
        expect(taken.ok ? JSON.stringify(taken.value) : '').toBe(text)
      }),
      atLeast(1000),
    )
  })

  it.for<[string, (inner: unknown) => unknown]>([
    ['lists', (inner) => [inner]],
    ['objects', (inner) => ({ inner })],
  ])('may nest in %s as deep as it says, and no deeper', ([, wrap]) => {
    expect(whyNotLoggable(nested(maxDepth, wrap))).toBeNull()
    expect(whyNotLoggable(nested(maxDepth + 1, wrap))?.message).toContain(`${maxDepth} levels`)
    expect(fromOutside(nested(maxDepth, wrap))).toMatchObject({ ok: true })
    expect(fromOutside(nested(maxDepth + 1, wrap))).toMatchObject({ ok: false })
  })
})
