import type { Rate } from '../graph/rate.ts'

/**
 * The generic cell rate algorithm (ITU-T I.371, annex A, virtual scheduling) with a burst of `count`: within any time `w`, closed at
 * both ends, at most `count + floor(w / interval)` starts conform. Its whole memory is the theoretical arrival time of the next start
 * (`tat`), in milliseconds; `-Infinity` when nothing has started.
 */
export const intervalMs = ({ count, seconds }: Rate): number => (seconds * 1000) / count

const burstMs = (rate: Rate): number => intervalMs(rate) * (rate.count - 1)

/** The first whole millisecond at which a start conforms. */
export const conformsAt = (rate: Rate, tat: number): number => Math.ceil(tat - burstMs(rate) - rounding)

/** The theoretical arrival time after a start at `now`, which must conform. */
export const afterStart = (rate: Rate, tat: number, now: number): number =>
  Math.max(tat, now) + intervalMs(rate)

/**
 * A theoretical arrival time that is never earlier than the true one, when all that is known is how many starts there were in the
 * last `seconds`: it takes the burst to have been used up before that.
 */
export const tatAfterLoss = (rate: Rate, starts: number, now: number): number =>
  now + Math.min(starts, rate.count) * intervalMs(rate)

/** Sums of intervals that are no whole numbers are off by less than this many milliseconds. */
const rounding = 1e-3
