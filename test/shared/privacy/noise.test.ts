import fc from 'fast-check'
import { expect, it } from 'vitest'
import { discreteLaplace } from '../../../shared/privacy/noise.ts'
import { seededRandom } from '../../../shared/sim/seededRandom.ts'
import '../../support/fastCheck.ts'

it('is integers, and never the same whatever the count is', () => {
  const uniform = fc.double({ min: 2 ** -53, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), uniform, uniform, (epsilon, one, other) => {
      expect(Number.isSafeInteger(discreteLaplace(epsilon, one, other))).toBe(true)
    }),
  )
})

it.each([0.1, 0.5, 1])('has the probabilities of the discrete Laplace distribution for ε = %d', (epsilon) => {
  const random = seededRandom(7)
  const draws = 200_000
  const seen = new Map<number, number>()
  for (let draw = 0; draw < draws; draw += 1) {
    const noise = discreteLaplace(epsilon, 1 - random(), 1 - random())
    seen.set(noise, (seen.get(noise) ?? 0) + 1)
  }
  const alpha = Math.exp(-epsilon)
  for (const value of [-3, -1, 0, 1, 2, 5]) {
    const expected = ((1 - alpha) / (1 + alpha)) * alpha ** Math.abs(value)
    const share = (seen.get(value) ?? 0) / draws
    // Four standard deviations of a share.
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / draws))
  }
})
