import type { PlanDiff } from '../../shared/projections/planDiff.ts'

/** How a plan differs from the one before, in a line. */
export function PlanDiffWords({ diff }: { diff: PlanDiff | null }) {
  if (!diff) return <span className="text-xs text-fg-3">the first</span>
  const parts = [
    ...diff.added.map((step) => ({ sign: '+', step, classes: 'text-success' })),
    ...diff.removed.map((step) => ({ sign: '−', step, classes: 'text-danger' })),
    ...diff.changed.map(({ step }) => ({ sign: '~', step, classes: 'text-warning' })),
  ]
  if (parts.length === 0) return <span className="text-xs text-fg-3">the same steps</span>
  return (
    <span className="flex flex-wrap gap-x-2 font-mono text-xs">
      {parts.map(({ sign, step, classes }) => (
        <span key={sign + step} className={classes}>
          {sign}
          {step}
        </span>
      ))}
    </span>
  )
}
