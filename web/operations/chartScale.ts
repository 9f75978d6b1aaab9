/** What the values of a chart are, which says where its axis ends and how they are written. */
export type ChartUnit = 'count' | 'ms' | 'share' | 'usd'

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]
/** Lengths of time that people say: an axis ends at one of them. */
const durations = [2, 4, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 20, 30].map((each) => each * second),
  [1, 2, 5, 10, 20, 30].map((each) => each * minute),
  [1, 2, 4, 6, 12].map((each) => each * hour),
  [1, 2, 4, 7, 14, 28, 56, 112].map((each) => each * day),
)

/** Where an axis ends that has to show a value: a number that is easily read, and even where half of it is. */
export function axisEnd(most: number, unit: ChartUnit): number {
  switch (unit) {
    case 'share':
      return 1
    case 'ms':
      return durations.find((each) => each >= most) ?? most
    case 'count':
      return Math.max(2, roundUp(most))
    case 'usd':
      return most === 0 ? 1 : roundUp(most)
  }
}

/** 1, 2, 4, 6, 8 or 10 times a power of ten. */
function roundUp(most: number): number {
  if (most <= 0) return 0
  const size = 10 ** Math.floor(Math.log10(most))
  const step = [1, 2, 4, 6, 8, 10].find((each) => each * size >= most * (1 - 1e-9)) ?? 10
  return step * size
}

/** The middle of a column, in hundredths of the width. */
export const middleOf = (place: number, count: number) => ((place + 0.5) / count) * 100

/** Lines through values in a square of a hundred: they break where there is none. One that stands alone is a dot. */
export function linePaths(values: readonly (number | null)[], end: number): { lines: string; dots: string } {
  const at = (place: number) => values[place] ?? null
  let [lines, dots] = ['', '']
  for (const [place, value] of values.entries()) {
    if (value === null) continue
    const point = `${round(middleOf(place, values.length))} ${round(100 - (value / end) * 100)}`
    const follows = at(place - 1) !== null
    if (!follows && at(place + 1) === null) dots += `M${point}h0`
    else lines += `${follows ? 'L' : 'M'}${point}`
  }
  return { lines, dots }
}

const round = (value: number) => Math.round(value * 100) / 100

/** The columns that are named under an axis: so many at most, evenly apart. */
export function ticksOf(count: number, most: number): number[] {
  const apart = Math.max(1, Math.ceil(count / most))
  return Array.from({ length: Math.ceil(count / apart) }, (_, place) => place * apart)
}
