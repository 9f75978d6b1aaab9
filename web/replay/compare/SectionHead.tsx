import type { SectionDiff, SectionFigures } from '../../../shared/projections/runDiff.ts'
import type { ComparedSides } from './comparedSides.ts'
import { type Spent, SpentFigures } from './SpentFigures.tsx'

/** The head of a part of both runs: how many differences it has, and how long and dear it was in each. */
export function SectionHead({ section, sides }: { section: SectionDiff; sides: ComparedSides }) {
  const { iteration, a, b } = section
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line-1 bg-surface-2 px-4 text-xs">
      <h2 className="tabular text-sm font-semibold">
        {iteration === 0 ? 'The run itself' : `Iteration ${iteration}`}
      </h2>
      <span className="text-fg-2">{wordsOf(section, sides)}</span>
      <span className="flex-1" />
      {/* What the run itself took and cost stands in the table above. */}
      {iteration > 0 && <SpentFigures a={spentOn(a)} b={spentOn(b)} sides={sides} />}
    </div>
  )
}

function wordsOf({ a, b, differences }: SectionDiff, sides: ComparedSides): string {
  if (!a) return `only ${sides.b.name} had it`
  if (!b) return `only ${sides.a.name} had it`
  if (differences === 0) return 'the same'
  return differences === 1 ? '1 difference' : `${differences.toLocaleString('en')} differences`
}

function spentOn(figures: SectionFigures | null): Spent | null {
  return figures && { tookMs: figures.endedAt - figures.startedAt, costUsd: figures.costUsd }
}
