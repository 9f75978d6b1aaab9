import { useRef } from 'react'
import { Link } from 'react-router'
import type { RunSummary } from '../../shared/api/runs.ts'
import { Badge } from '../ui/Badge.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { cx } from '../ui/cx.ts'
import { formatCost, formatDuration } from '../ui/formatTime.ts'
import { shortId } from '../ui/Id.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { OutcomeBadge } from './OutcomeBadge.tsx'
import { shortRun } from './shortRun.ts'
import { stopReasonWords } from './stopReasonWords.ts'
import { useRunKeys } from './useRunKeys.ts'

const cell = 'px-2 py-1.5 align-middle xl:px-3'
const head = 'px-2 xl:px-3 py-1.5 text-left text-xs font-medium text-fg-3 whitespace-nowrap'

type RunTableProps = {
  runs: readonly RunSummary[]
  showLoop: boolean
  /** When the rows were read: what a run in flight has taken is counted up to then. */
  readAt: number
  loading: boolean
  /** The ids of the runs that are chosen. */
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
  /** Asked for by key. */
  onCompare: () => void
}

/** Runs as rows; a row is one link, and can be chosen. */
export function RunTable({ runs, showLoop, readAt, loading, chosen, onChoose, onCompare }: RunTableProps) {
  const table = useRef<HTMLTableElement>(null)
  useRunKeys(table, onCompare)
  const count = runs.filter(({ run }) => chosen.has(run)).length
  const all = count > 0 && count === runs.length
  const choose = (run: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(run)
    else next.delete(run)
    onChoose(next)
  }
  return (
    <div className="overflow-x-auto rounded-md border border-line-1 bg-surface-1">
      <table ref={table} className="w-full border-collapse text-sm">
        <caption className="sr-only">Runs, newest first</caption>
        <thead className="border-b border-line-1 bg-surface-2">
          <tr>
            <th scope="col" className={cx(head, 'w-0')}>
              <Checkbox
                aria-label="Choose all runs shown"
                checked={all ? true : count > 0 ? 'indeterminate' : false}
                onCheckedChange={() => onChoose(new Set(all ? [] : runs.map(({ run }) => run)))}
              />
            </th>
            <th scope="col" className={head}>
              Outcome
            </th>
            <th scope="col" className={head}>
              Run
            </th>
            {showLoop && (
              <th scope="col" className={head}>
                Loop
              </th>
            )}
            <th scope="col" className={head}>
              Version
            </th>
            <th scope="col" className={head}>
              Why it stopped
            </th>
            <th scope="col" className={head}>
              Started
            </th>
            <th scope="col" className={cx(head, 'text-right')}>
              Took
            </th>
            <th scope="col" className={cx(head, 'text-right')}>
              Iterations
            </th>
            <th scope="col" className={cx(head, 'text-right')}>
              Steps
            </th>
            <th scope="col" className={cx(head, 'text-right')}>
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {loading
            ? Array.from({ length: 8 }, (_, index) => (
                <SkeletonRow key={index} columns={showLoop ? 11 : 10} />
              ))
            : runs.map((run) => (
                <RunRow
                  key={run.run}
                  run={run}
                  showLoop={showLoop}
                  readAt={readAt}
                  chosen={chosen.has(run.run)}
                  onChoose={(on) => choose(run.run, on)}
                />
              ))}
        </tbody>
      </table>
    </div>
  )
}

function SkeletonRow({ columns }: { columns: number }) {
  return (
    <tr className="border-t border-line-1 first:border-t-0">
      {Array.from({ length: columns }, (_, index) => (
        <td key={index} className={cell}>
          <Skeleton className="h-5" />
        </td>
      ))}
    </tr>
  )
}

type RunRowProps = Pick<RunTableProps, 'showLoop' | 'readAt'> & {
  run: RunSummary
  chosen: boolean
  onChoose: (on: boolean) => void
}

function RunRow({ run, showLoop, readAt, chosen, onChoose }: RunRowProps) {
  const took = (run.endedAt ?? Math.max(readAt, run.acceptedAt)) - run.acceptedAt
  const why = run.reason === null ? '' : stopReasonWords[run.reason]
  return (
    <tr
      className={cx(
        'relative border-t border-line-1 first:border-t-0',
        chosen ? 'bg-accent-soft' : 'hover:bg-surface-2',
      )}
    >
      <td className={cell}>
        <span className="relative z-10">
          <Checkbox
            aria-label={`Choose run ${shortRun(run.run)}`}
            checked={chosen}
            onCheckedChange={(on) => onChoose(on === true)}
          />
        </span>
      </td>
      <td className={cell}>
        <span className="flex items-center gap-1.5">
          <OutcomeBadge status={run.status} outcome={run.outcome} />
          {run.review && (
            <Badge>
              <span className="tabular">{run.review.score} of 5</span>
            </Badge>
          )}
        </span>
      </td>
      <td className={cell}>
        <Link
          to={`/runs/${encodeURIComponent(run.run)}`}
          aria-label={`Run ${shortRun(run.run)} of ${run.loop}`}
          className="font-mono text-xs text-accent after:absolute after:inset-0 hover:underline"
        >
          {shortRun(run.run)}
        </Link>
      </td>
      {showLoop && <td className={cx(cell, 'max-w-48 truncate')}>{run.loop}</td>}
      <td className={cx(cell, 'tabular whitespace-nowrap')}>
        {run.versionNumber === null ? (
          <code className="font-mono text-xs">{shortId(run.version)}</code>
        ) : (
          `v${run.versionNumber}`
        )}
      </td>
      <td className={cx(cell, 'max-w-[20vw]')}>
        <span className="block truncate text-fg-2" title={run.message === '' ? undefined : run.message}>
          {why}
          {run.message !== '' && run.reason !== 'outcome' && (
            <span className="text-fg-3"> · {run.message}</span>
          )}
        </span>
      </td>
      <td className={cx(cell, 'whitespace-nowrap')}>
        <span className="relative z-10">
          <Time at={run.acceptedAt} />
        </span>
      </td>
      <td className={cx(cell, 'tabular text-right whitespace-nowrap')}>{formatDuration(took)}</td>
      <td className={cx(cell, 'tabular text-right')}>{run.iterations}</td>
      <td className={cx(cell, 'tabular text-right')}>{run.steps}</td>
      <td className={cx(cell, 'tabular text-right')}>{formatCost(run.costUsd)}</td>
    </tr>
  )
}
