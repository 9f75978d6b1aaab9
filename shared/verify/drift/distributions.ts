/** ln Γ(x) for x > 0, by Lanczos (g = 7, nine terms), to some 1e-15 of its size. Source: Press et al., Numerical Recipes, section 6.1. */
function logGamma(x: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  const shifted = x - 1
  let sum = 0.9999999999998099
  for (const [index, term] of terms.entries()) sum += term / (shifted + index + 1)
  const t = shifted + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum)
}

const tiny = 1e-300
const precision = 1e-15
const mostTerms = 10_000

/** P(a, x), the regularized lower incomplete gamma function, by its series: for x < a + 1. */
function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < mostTerms && term > sum * precision; n += 1) {
    term *= x / (a + n)
    sum += term
  }
  return sum * Math.exp(-x + a * Math.log(x) - logGamma(a))
}

/** Q(a, x), the regularized upper incomplete gamma function, by Lentz’s continued fraction: for x >= a + 1. */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let n = 1; n < mostTerms; n += 1) {
    const factor = -n * (n - a)
    b += 2
    d = 1 / notZero(factor * d + b)
    c = notZero(b + factor / c)
    h *= d * c
    if (Math.abs(d * c - 1) < precision) break
  }
  return h * Math.exp(-x + a * Math.log(x) - logGamma(a))
}

const notZero = (value: number) => (Math.abs(value) < tiny ? tiny : value)

/**
 * The chance that a chi-square variable with `df` degrees of freedom is `x` or more: 1 when there is nothing to vary. Source: Press et
 * al., Numerical Recipes, section 6.2.
 */
export function chiSquareTail(x: number, df: number): number {
  if (df <= 0 || x <= 0) return 1
  const [a, half] = [df / 2, x / 2]
  return clamp(half < a + 1 ? 1 - gammaSeries(a, half) : gammaFraction(a, half))
}

/**
 * The chance that Kolmogorov’s distribution is `lambda` or more. Source: Kolmogorov (1933); the theta series for small values, its
 * transform, as in Marsaglia, Tsang and Wang (2003), section 4.
 */
export function kolmogorovTail(lambda: number): number {
  if (lambda <= 0) return 1
  return clamp(lambda < 1.18 ? 1 - smallLambda(lambda) : largeLambda(lambda))
}

function smallLambda(lambda: number): number {
  let sum = 0
  for (let k = 1; k < 20; k += 2) sum += Math.exp((-(k ** 2) * Math.PI ** 2) / (8 * lambda ** 2))
  return (Math.sqrt(2 * Math.PI) / lambda) * sum
}

function largeLambda(lambda: number): number {
  let sum = 0
  for (let k = 1; k < 20; k += 1) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k ** 2 * lambda ** 2)
  return sum
}

const clamp = (chance: number) => Math.min(1, Math.max(0, chance))
