import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffJson } from '../../../web/replay/diffJson.ts'

describe('the difference of two JSON values', () => {
  it('names what was added, removed and changed, by path', () => {
    const before = { a: 1, list: [1, { deep: true }], gone: null }
    const after = { a: 2, list: [1, { deep: false }, 3], 'odd key': 'x' }
    expect(diffJson(before, after)).toEqual([
      { path: 'a', kind: 'changed', before: 1, after: 2 },
      { path: 'list[1].deep', kind: 'changed', before: true, after: false },
      { path: 'list[2]', kind: 'added', after: 3 },
      { path: 'gone', kind: 'removed', before: null },
      { path: '["odd key"]', kind: 'added', after: 'x' },
    ])
  })

  it('is empty for a value and its copy, and not for two that differ', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(diffJson(one, structuredClone(one))).toEqual([])
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
        expect(diffJson(one, other).length === 0).toBe(same)
      }),
    )
  })

  it('does not look into what is the very same object', () => {
    const shared = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('It was looked into')
        },
      },
    )
    expect(diffJson({ shared, n: 1 }, { shared, n: 1 })).toEqual([])
  })
})

/** Equal for values that are equal but for the order of their keys and the sign of zero. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { object: entries.map(([key, each]) => [key, sorted(each)]) }
}
