const units = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const

/**
 * A length of time for people: in the largest unit of which it has two at least. Seconds to a thousandth, the others to a tenth and rounded
 * up, so that what is more than a bound is not said to be the bound.
 */
export function timeWords(seconds: number): string {
  const [size, name] = units.find(([each]) => seconds >= 2 * each) ?? ([1, 'second'] as const)
  const count = size === 1 ? Math.round(seconds * 1000) / 1000 : Math.ceil((seconds / size) * 10 - 1e-6) / 10
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
