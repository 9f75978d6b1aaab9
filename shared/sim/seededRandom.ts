import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Numbers uniform in [0, 1): the same sequence for the same seed. */
export function seededRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed | 0)
  return () => uniformFloat64(generator)
}
