import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Numbers uniform in [0, 1): the same sequence for the same seed. */
export function seededRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed | 0)
  // The generator's first numbers still look like its seed.
  for (let skipped = 0; skipped < 8; skipped += 1) generator.next()
  return () => uniformFloat64(generator)
}
