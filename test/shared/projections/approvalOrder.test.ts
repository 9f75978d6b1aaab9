import { describe, expect, it } from 'vitest'
import { type ApprovalEntry, placeOf, placesInOrder } from '../../../shared/projections/approvals.ts'

const entry = (approval: string, requestedAt: number, deadline: number) =>
  ({ approval, requestedAt, deadline }) as ApprovalEntry

/** Asked for in the order of their names; the second has the least time left, two are due at once. */
const entries = [entry('a', 1, 90), entry('b', 2, 50), entry('c', 3, 70), entry('d', 4, 70)]

const sorted = (listed: Parameters<typeof placeOf>[0]) =>
  entries
    .toSorted((a, b) => placesInOrder(listed, placeOf(listed, a), placeOf(listed, b)))
    .map(({ approval }) => approval)

describe('the order of approvals', () => {
  it('is by when they run out, where they are open, whenever they were asked for', () => {
    expect(sorted('open')).toEqual(['b', 'c', 'd', 'a'])
  })

  it('is by when they were asked for in any other list, the newest first', () => {
    expect(sorted('settled')).toEqual(['d', 'c', 'b', 'a'])
    expect(sorted(undefined)).toEqual(['d', 'c', 'b', 'a'])
  })
})
