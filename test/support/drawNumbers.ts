/** Numbers from 0 to 1 that anybody can draw again: the linear congruential generator of Numerical Recipes. */
export function numbersFrom(seed: number, count: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  })
}
