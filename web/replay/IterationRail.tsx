import { useMemo } from 'react'
import { useStore } from 'zustand'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatCost, formatDuration } from '../ui/formatTime.ts'
import { Panel } from '../ui/Panel.tsx'
import { VerdictBadge } from '../ui/VerdictBadge.tsx'
import { type IterationSummary, iterationSummaries } from './iterationSummaries.ts'
import type { Playback } from './playback.ts'

/** The iterations of a run: verdict, risk, cost. Choosing one moves the cursor to its beginning. */
export function IterationRail({ playback }: { playback: Playback }) {
  const events = useStore(playback, (state) => state.events)
  const cursor = useStore(playback, (state) => state.cursor)
  const { seek } = playback.getState()
  const iterations = useMemo(() => iterationSummaries(events), [events])
  const current = iterations.findLast((each) => each.from <= cursor)?.iteration
  return (
    <Panel title="Iterations" count={iterations.length}>
      {iterations.length === 0 ? (
        <EmptyState title="None yet" className="py-6">
          An iteration starts when a planner is asked for a plan.
        </EmptyState>
      ) : (
        <ol>
          {iterations.map((each) => (
            <li key={each.iteration}>
              <IterationEntry
                iteration={each}
                current={each.iteration === current}
                reached={each.to <= cursor}
                onSelect={() => seek(each.from)}
              />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}

type IterationEntryProps = {
  iteration: IterationSummary
  current: boolean
  /** All of it has happened at the cursor. */
  reached: boolean
  onSelect: () => void
}

function IterationEntry({ iteration, current, reached, onSelect }: IterationEntryProps) {
  const { verdict } = iteration
  return (
    <button
      type="button"
      aria-current={current ? 'step' : undefined}
      onClick={onSelect}
      className={cx(
        'flex w-full flex-col gap-0.5 border-b border-line-1 px-3 py-2 text-left hover:bg-surface-2 focus-visible:-outline-offset-2',
        current && 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)] hover:bg-accent-soft',
      )}
    >
      <span className="flex items-center justify-between gap-2">
        <span className="tabular text-sm font-medium">
          <span className="sr-only">Iteration </span>
          <span aria-hidden>#</span>
          {iteration.iteration}
        </span>
        {verdict ? (
          <VerdictBadge verdict={verdict.verdict} />
        ) : (
          <span className="text-xs text-fg-3">{reached ? 'no verdict' : 'under way'}</span>
        )}
      </span>
      <span className="tabular flex flex-wrap gap-x-2 text-xs text-fg-2">
        <span>{iteration.steps === 1 ? '1 step' : `${iteration.steps} steps`}</span>
        {iteration.failed > 0 && <span className="text-danger">{iteration.failed} failed</span>}
        <span>{formatDuration(iteration.endedAt - iteration.startedAt)}</span>
        <span>{formatCost(iteration.costUsd)}</span>
        {verdict && <span>risk {verdict.risk.toFixed(2)}</span>}
      </span>
      {iteration.because && <span className="text-xs text-fg-3">because of {iteration.because}</span>}
    </button>
  )
}
