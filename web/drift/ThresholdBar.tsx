import type { DriftPart } from '../../shared/verify/drift/outcome.ts'
import { barWords } from './driftWords.ts'

/** How far a comparison is from where drift begins: the mark in the middle is the threshold. */
export function ThresholdBar({ part, threshold }: { part: DriftPart; threshold: number }) {
  return (
    <div className="flex flex-col gap-1">
      <div
        aria-hidden
        className="relative h-1.5 overflow-hidden rounded-sm bg-surface-3"
        title="The mark is the threshold"
      >
        <span
          className={`absolute inset-y-0 left-0 ${part.drifted ? 'bg-danger' : 'bg-success'}`}
          style={{ width: `${Math.round(reach(part, threshold) * 50)}%` }}
        />
        <span className="absolute inset-y-0 left-1/2 w-0.5 bg-fg-1" />
      </div>
      <p className="tabular text-xs text-fg-2">{barWords(part, threshold)}.</p>
    </div>
  )
}

/** 1 at the threshold, 2 at the end of the bar. What is no drift, however far off it is, ends at the threshold. */
function reach(part: DriftPart, threshold: number): number {
  return Math.min(part.drifted ? 2 : 1, distance(part, threshold))
}

/** A p-value counts by its orders of magnitude. */
function distance({ test, statistic, pValue }: DriftPart, threshold: number): number {
  if (threshold <= 0 || (test !== 'psi' && threshold >= 1)) return 2
  const ratio =
    test === 'psi' ? statistic / threshold : Math.log(Math.max(pValue, 1e-300)) / Math.log(threshold)
  return Math.max(0, ratio)
}
