import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { RunSummary } from '../../../shared/api/runs.ts'
import { OutcomeBadge } from '../../runs/OutcomeBadge.tsx'
import { shortRun } from '../../runs/shortRun.ts'
import { stopReasonWords } from '../../runs/stopReasonWords.ts'
import { formatCost, formatDuration } from '../../ui/formatTime.ts'
import { shortId } from '../../ui/Id.tsx'
import { Time } from '../../ui/Time.tsx'
import { costDelta, countDelta, durationDelta } from './compareWords.ts'

/** A run as it stands in the table. */
export type Compared = Pick<
  RunSummary,
  'status' | 'outcome' | 'loop' | 'reason' | 'message' | 'iterations' | 'steps' | 'costUsd'
> & {
  name: string
  /** The run that has a page; null for one that never took place. */
  run: string | null
  version: ReactNode
  /** Null where the clock stands for nothing. */
  startedAt: number | null
  tookMs: number
}

/** A run as it is on the server. What one that goes on took is counted up to its last event. */
export function comparedRun(name: string, run: RunSummary, lastAt: number): Compared {
  const tookMs = Math.max(0, (run.endedAt ?? lastAt) - run.acceptedAt)
  const version =
    run.versionNumber === null ? (
      <code className="font-mono text-xs">{shortId(run.version)}</code>
    ) : (
      `v${run.versionNumber}`
    )
  return { ...run, name, version, startedAt: run.acceptedAt, tookMs }
}

const head = 'px-2 py-1 text-left text-xs font-medium whitespace-nowrap text-fg-3'
const cell = 'px-2 py-1 align-middle whitespace-nowrap'
const number = `${cell} tabular text-right`

/** Two runs as rows, and what lies between their figures. */
export function ComparedRuns({ a, b }: { a: Compared; b: Compared }) {
  return (
    <div className="shrink-0 overflow-x-auto border-b border-line-1 px-2 py-1">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">The two runs and the differences of their figures</caption>
        <thead>
          <tr>
            <Head>
              <span className="sr-only">Side</span>
            </Head>
            {['Run', 'Outcome', 'Loop', 'Version', 'Why it stopped', 'Started'].map((words) => (
              <Head key={words}>{words}</Head>
            ))}
            {['Took', 'Iterations', 'Steps', 'Cost'].map((words) => (
              <Head key={words} className="text-right">
                {words}
              </Head>
            ))}
          </tr>
        </thead>
        <tbody>
          <RunLine run={a} />
          <RunLine run={b} />
          <tr className="border-t border-line-1 text-fg-2">
            <th scope="row" colSpan={7} className="px-2 py-1 text-left text-xs font-medium">
              From {a.name} to {b.name}
            </th>
            <td className={number}>{durationDelta(a.tookMs, b.tookMs)}</td>
            <td className={number}>{countDelta(a.iterations, b.iterations)}</td>
            <td className={number}>{countDelta(a.steps, b.steps)}</td>
            <td className={number}>{costDelta(a.costUsd, b.costUsd)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}

function Head({ className = '', children }: { className?: string; children: ReactNode }) {
  return (
    <th scope="col" className={`${head} ${className}`}>
      {children}
    </th>
  )
}

function RunLine({ run }: { run: Compared }) {
  const why = run.message !== '' ? run.message : run.reason === null ? '' : stopReasonWords[run.reason]
  return (
    <tr className="border-t border-line-1">
      <th scope="row" className="px-2 py-1 text-left font-semibold whitespace-nowrap first-letter:uppercase">
        {run.name}
      </th>
      <td className={cell}>
        {run.run === null ? (
          <span className="text-fg-3">none</span>
        ) : (
          <Link
            to={`/runs/${encodeURIComponent(run.run)}`}
            title={run.run}
            className="font-mono text-xs text-accent hover:underline"
          >
            {shortRun(run.run)}
          </Link>
        )}
      </td>
      <td className={cell}>
        <OutcomeBadge status={run.status} outcome={run.outcome} />
      </td>
      <td className={`${cell} max-w-40 truncate`} title={run.loop}>
        {run.loop}
      </td>
      <td className={`${cell} tabular`}>{run.version}</td>
      <td className={`${cell} w-full max-w-0 truncate text-fg-2`} title={why}>
        {why}
      </td>
      <td className={cell}>
        {run.startedAt === null ? <span className="text-fg-3">never</span> : <Time at={run.startedAt} />}
      </td>
      <td className={number}>{formatDuration(run.tookMs)}</td>
      <td className={number}>{run.iterations}</td>
      <td className={number}>{run.steps}</td>
      <td className={number}>{formatCost(run.costUsd)}</td>
    </tr>
  )
}
