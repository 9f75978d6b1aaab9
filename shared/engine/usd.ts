/** The sum of two amounts in US dollars, to a billionth: three dimes are 0.3, as they are to who writes `run.costUsd <= 0.3`. */
export function addUsd(one: number, other: number): number {
  return Math.round((one + other) * 1e9) / 1e9
}
