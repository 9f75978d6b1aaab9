import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LruCache } from '../../../shared/expr/lruCache.ts'
import '../../support/fastCheck.ts'

describe('a cache of what was used last', () => {
  it('keeps the younger half, forgets what is older than all of its size, and gives what was made of the key', () => {
    const uses = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), uses, (half, keys) => {
        const cache = new LruCache<number, { of: number }>(half * 2)
        let last: number[] = []
        for (const key of keys) {
          let isMade = false
          const made = cache.get(key, () => {
            isMade = true
            return { of: key }
          })
          const place = last.indexOf(key)
          expect(made).toEqual({ of: key })
          const mustMake = place < 0 || place >= half * 2
          const isFree = !mustMake && place >= half
          expect(isMade).toBe(isFree ? isMade : mustMake)
          last = [key, ...last.filter((each) => each !== key)]
        }
      }),
    )
  })
})
