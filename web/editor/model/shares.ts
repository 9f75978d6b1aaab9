/**
 * Each weight's part of all in whole percents, which add up to 100: what rounding down leaves over goes to the largest
 * remainders. Zeros when no weight counts.
 */
export function shares(weights: readonly number[]): number[] {
  const counts = weights.map((weight) => (Number.isFinite(weight) && weight > 0 ? weight : 0))
  const total = counts.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map(() => 0)
  const exact = counts.map((weight) => (weight / total) * 100)
  const floors = exact.map(Math.floor)
  let left = 100 - floors.reduce((sum, percent) => sum + percent, 0)
  const order = exact
    .map((value, index) => ({ index, rest: value - (floors[index] ?? 0) }))
    .toSorted((one, other) => other.rest - one.rest)
  for (const { index } of order) {
    if (left <= 0) break
    floors[index] = (floors[index] ?? 0) + 1
    left -= 1
  }
  return floors
}
