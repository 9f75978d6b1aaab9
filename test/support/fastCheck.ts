import fc from 'fast-check'

const { PAVANE_FC_RUNS, PAVANE_FC_SEED } = process.env

// How many cases each property tries, and from which seed, is decided here alone: `npm run test:nightly` raises the number, and one
// seed repeats a whole run of the tests. A failing property prints its seed.
fc.configureGlobal({
  numRuns: Number(PAVANE_FC_RUNS ?? 100),
  // Without this a list that may have 80 entries has 10 at most.
  defaultSizeToMaxWhenMaxSpecified: true,
  ...(PAVANE_FC_SEED ? { seed: Number(PAVANE_FC_SEED) } : {}),
})

/** For what is quick to try: so many cases, or as many as all properties try when that is more. */
export const atLeast = (cases: number) => ({
  numRuns: Math.max(cases, fc.readConfigureGlobal().numRuns ?? 0),
})
