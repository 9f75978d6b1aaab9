import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import type { RunDetail } from '../../../shared/api/runs.ts'
import { OutcomeBadge } from '../../runs/OutcomeBadge.tsx'
import { shortRun } from '../../runs/shortRun.ts'
import { stopReasonWords } from '../../runs/stopReasonWords.ts'
import { formatCost, formatDuration } from '../../ui/formatTime.ts'
import { shortId } from '../../ui/Id.tsx'
import { Time } from '../../ui/Time.tsx'
import { costDelta, countDelta, durationDelta } from './compareWords.ts'

type Run = z.infer<typeof RunDetail>

/** When the last event of a run was that still goes on: what it took is counted up to there. */
export type Compared = { run: Run; lastAt: number }

const head = 'px-2 py-1 text-left text-xs font-medium whitespace-nowrap text-fg-3'
const cell = 'px-2 py-1 align-middle whitespace-nowrap'
const number = `${cell} tabular text-right`

const tookOf = ({ run, lastAt }: Compared) => Math.max(0, (run.endedAt ?? lastAt) - run.acceptedAt)

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
          <RunLine name="A" compared={a} />
          <RunLine name="B" compared={b} />
          <tr className="border-t border-line-1 text-fg-2">
            <th scope="row" colSpan={7} className="px-2 py-1 text-left text-xs font-medium">
              From A to B
            </th>
            <td className={number}>{durationDelta(tookOf(a), tookOf(b))}</td>
            <td className={number}>{countDelta(a.run.iterations, b.run.iterations)}</td>
            <td className={number}>{countDelta(a.run.steps, b.run.steps)}</td>
            <td className={number}>{costDelta(a.run.costUsd, b.run.costUsd)}</td>
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

function RunLine({ name, compared }: { name: string; compared: Compared }) {
  const { run } = compared
  const why = run.message !== '' ? run.message : run.reason === null ? '' : stopReasonWords[run.reason]
  return (
    <tr className="border-t border-line-1">
      <th scope="row" className="px-2 py-1 text-left font-semibold">
        {name}
      </th>
      <td className={cell}>
        <Link
          to={`/runs/${encodeURIComponent(run.run)}`}
          title={run.run}
          className="font-mono text-xs text-accent hover:underline"
        >
          {shortRun(run.run)}
        </Link>
      </td>
      <td className={cell}>
        <OutcomeBadge status={run.status} outcome={run.outcome} />
      </td>
      <td className={`${cell} max-w-40 truncate`} title={run.loop}>
        {run.loop}
      </td>
      <td className={`${cell} tabular`}>
        {run.versionNumber === null ? (
          <code className="font-mono text-xs">{shortId(run.version)}</code>
        ) : (
          `v${run.versionNumber}`
        )}
      </td>
      <td className={`${cell} w-full max-w-0 truncate text-fg-2`} title={why}>
        {why}
      </td>
      <td className={cell}>
        <Time at={run.acceptedAt} />
      </td>
      <td className={number}>{formatDuration(tookOf(compared))}</td>
      <td className={number}>{run.iterations}</td>
      <td className={number}>{run.steps}</td>
      <td className={number}>{formatCost(run.costUsd)}</td>
    </tr>
  )
}
