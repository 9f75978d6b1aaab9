import { formatCost, formatDuration } from '../../ui/formatTime.ts'
import type { ComparedSides } from './comparedSides.ts'
import { costDelta, durationDelta } from './compareWords.ts'

/** What something took and cost; the time is null where it took none. */
export type Spent = { tookMs: number | null; costUsd: number }

type SpentFiguresProps = { a: Spent | null; b: Spent | null; sides: ComparedSides }

/** What something took and cost on both sides and what lies between, or on the side that alone had it. */
export function SpentFigures({ a, b, sides }: SpentFiguresProps) {
  const paid = (a?.costUsd ?? 0) + (b?.costUsd ?? 0) > 0
  return (
    <span className="tabular flex flex-wrap gap-x-3 text-xs text-fg-2">
      <Figure
        a={a?.tookMs ?? null}
        b={b?.tookMs ?? null}
        sides={sides}
        words={formatDuration}
        delta={durationDelta}
      />
      {paid && (
        <Figure
          a={a?.costUsd ?? null}
          b={b?.costUsd ?? null}
          sides={sides}
          words={formatCost}
          delta={costDelta}
        />
      )}
    </span>
  )
}

type FigureProps = {
  a: number | null
  b: number | null
  sides: ComparedSides
  words: (amount: number) => string
  delta: (a: number, b: number) => string
}

function Figure({ a, b, sides, words, delta }: FigureProps) {
  if (a === null && b === null) return null
  if (b === null) return <span>{`${sides.a.name} ${words(a ?? 0)}`}</span>
  if (a === null) return <span>{`${sides.b.name} ${words(b)}`}</span>
  return (
    <span>
      {words(a)} → {words(b)}
      <span className="text-fg-3"> ({delta(a, b)})</span>
    </span>
  )
}
