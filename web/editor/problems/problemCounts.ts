import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import type { Unfinished } from '../store/documentSlice.ts'
import { allProblems } from './useProblems.ts'

export type ProblemCount = { errors: number; warnings: number }
type Counts = ReadonlyMap<string, ProblemCount>

const cache = new WeakMap<readonly Diagnostic[], { unfinished: object; counts: Counts }>()

/** How many errors and warnings each node has. Counted once for the same problems, whoever asks. */
export function problemCounts(state: {
  diagnostics: readonly Diagnostic[]
  unfinished: Readonly<Record<string, Unfinished>>
}): Counts {
  const known = cache.get(state.diagnostics)
  if (known?.unfinished === state.unfinished) return known.counts
  const counts = new Map<string, ProblemCount>()
  for (const { severity, at } of allProblems(state.diagnostics, state.unfinished)) {
    if (at.node === undefined || severity === 'info') continue
    const { errors, warnings } = counts.get(at.node) ?? { errors: 0, warnings: 0 }
    counts.set(
      at.node,
      severity === 'error' ? { errors: errors + 1, warnings } : { errors, warnings: warnings + 1 },
    )
  }
  cache.set(state.diagnostics, { unfinished: state.unfinished, counts })
  return counts
}
