import { describe, expect, it } from 'vitest'
import { formatCost, formatDuration, formatRelative } from '../../../web/ui/formatTime.ts'

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [9_950, '9.9 s'],
    [42_400, '42 s'],
    [60_000, '1 min'],
    [192_000, '3 min 12 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [273_600_000, '3 d 4 h'],
  ])('%i ms read “%s”', (ms, words) => expect(formatDuration(ms)).toBe(words))
})

describe('moments', () => {
  const now = 1_700_000_000_000
  it.each([
    [now - 4_000, 'just now'],
    [now - 180_000, '3 min. ago'],
    [now + 7_200_000, 'in 2 hr.'],
    [now - 86_400_000, '1 day ago'],
  ])('%i reads “%s”', (at, words) => expect(formatRelative(at, now)).toBe(words))
})

describe('money', () => {
  it.each([
    [0, '$0'],
    [0.0012, '$0.0012'],
    [0.5, '$0.50'],
    [12.345, '$12.35'],
  ])('%d reads “%s”', (usd, words) => expect(formatCost(usd)).toBe(words))
})
