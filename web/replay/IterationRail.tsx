import { useMemo } from 'react'
import { useStore } from 'zustand'
import { type IterationView, iterationsOf } from '../../shared/projections/iterations.ts'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatCost, formatDuration } from '../ui/formatTime.ts'
import { Panel } from '../ui/Panel.tsx'
import { VerdictBadge } from '../ui/VerdictBadge.tsx'
import type { Playback } from './playback.ts'

/** The iterations of a run: verdict, risk, cost, and how the plan changed. Choosing one moves the cursor to its beginning. */
export function IterationRail({ playback }: { playback: Playback }) {
  const events = useStore(playback, (state) => state.events)
  const cursor = useStore(playback, (state) => state.cursor)
  const { seek } = playback.getState()
  const iterations = useMemo(() => iterationsOf(events), [events])
  const current = iterations.findLast((each) => each.fromSeq <= cursor)?.number
  const now = events.at(-1)?.at ?? 0
  return (
    <Panel title="Iterations" count={iterations.length}>
      {iterations.length === 0 ? (
        <EmptyState title="None yet" className="py-6">
          An iteration starts when a planner is asked for a plan.
        </EmptyState>
      ) : (
        <ol>
          {iterations.map((each) => (
            <li key={each.number}>
              <IterationEntry
                iteration={each}
                current={each.number === current}
                now={now}
                onSelect={() => seek(each.fromSeq)}
              />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}

type IterationEntryProps = { iteration: IterationView; current: boolean; now: number; onSelect: () => void }

function IterationEntry({ iteration, current, now, onSelect }: IterationEntryProps) {
  const last = iteration.verdicts.at(-1)
  const statuses = Object.values(iteration.steps)
  const failed = statuses.filter((status) => status === 'failed' || status === 'uncertain').length
  const took = (iteration.endedAt ?? now) - iteration.startedAt
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
          {iteration.number}
        </span>
        {last ? (
          <VerdictBadge verdict={last.verdict} />
        ) : (
          <span className="text-xs text-fg-3">{iteration.endedAt === null ? 'under way' : 'no verdict'}</span>
        )}
      </span>
      <span className="tabular flex flex-wrap gap-x-2 text-xs text-fg-2">
        <span>{statuses.length === 1 ? '1 step' : `${statuses.length} steps`}</span>
        {failed > 0 && <span className="text-danger">{failed} failed</span>}
        <span>{formatDuration(took)}</span>
        <span>{formatCost(iteration.costUsd)}</span>
        {last && <span>risk {last.risk.toFixed(2)}</span>}
      </span>
      {iteration.because && <span className="text-xs text-fg-3">because of {iteration.because.verdict}</span>}
      {iteration.diff && <PlanChange diff={iteration.diff} />}
      {iteration.rejected.length > 0 && (
        <span className="text-xs text-danger">{iteration.rejected.join(' ')}</span>
      )}
    </button>
  )
}

function PlanChange({ diff }: { diff: NonNullable<IterationView['diff']> }) {
  const parts = [
    diff.added.length > 0 && `+${diff.added.length}`,
    diff.removed.length > 0 && `−${diff.removed.length}`,
    diff.changed.length > 0 && `${diff.changed.length} changed`,
  ].filter((part) => part !== false)
  return (
    <span className="tabular text-xs text-fg-3">
      plan: {parts.length === 0 ? 'same as before' : parts.join(', ')}
    </span>
  )
}
