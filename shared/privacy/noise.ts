/**
 * Noise of the discrete Laplace distribution: the difference of two geometric variables with the parameter 1 - e^(-ε). A count that one
 * run changes by one at most, with this noise, is ε-differentially private (Ghosh, Roughgarden, Sundararajan: Universally Utility-Maximizing
 * Privacy Mechanisms, 2009). It is made of integers alone, since the low bits of a continuous one can give the count away (Mironov,
 * 2012). `one` and `other` are independent and uniform in (0, 1].
 */
export function discreteLaplace(epsilon: number, one: number, other: number): number {
  return geometric(epsilon, one) - geometric(epsilon, other)
}

/** How often in a row something happens that happens with the probability e^(-ε). */
function geometric(epsilon: number, uniform: number): number {
  return Math.floor(-Math.log(uniform) / epsilon)
}

/** What a workspace may give away in a day: ε sums up over what is asked (sequential composition). */
export const epsilonPerDay = 1
