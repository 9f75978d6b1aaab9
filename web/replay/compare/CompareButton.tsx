import { GitCompareArrows } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useStore } from 'zustand'
import type { RunDetail, RunSummary } from '../../../shared/api/runs.ts'
import { readRunId } from '../../../shared/engine/runTerms.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi } from '../../app/useApi.ts'
import { OutcomeBadge } from '../../runs/OutcomeBadge.tsx'
import { shortRun } from '../../runs/shortRun.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import type { Playback } from '../playback.ts'
import { compareAddress } from './compareAddress.ts'
import { neighbours } from './neighbours.ts'

/** How many runs of the loop are looked through for the next one: lists begin with the newest. */
const looked = 200
/** Enough to hold the run itself, the one before it, and any that were accepted in the same millisecond. */
const justBefore = 20

type Compared = { run: RunDetail; playback: Playback }

/** Chooses what to compare a run with: the one before or after it, its parent, that of which it is a fork, or any other by its id. */
export function CompareButton({ run, playback }: Compared) {
  return (
    <Popover
      label="Compare with another run"
      align="end"
      trigger={<Button icon={<GitCompareArrows aria-hidden />}>Compare…</Button>}
    >
      <Choices run={run} playback={playback} />
    </Popover>
  )
}

function Choices({ run, playback }: Compared) {
  const { loop, acceptedAt } = run
  const params = { loop }
  const fork = useStore(playback, ({ events: [first] }) =>
    first?.type === 'run.accepted' ? first.data.fork : undefined,
  )
  const earlier = useApi('listLoopRuns', { params, query: { until: acceptedAt + 1, limit: justBefore } })
  const later = useApi('listLoopRuns', { params, query: { since: acceptedAt, limit: looked } })
  const { before } = neighbours(earlier.data?.runs ?? [], run.run)
  const { after } = neighbours(later.data?.runs ?? [], run.run)
  const error = earlier.error ?? later.error
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-xs text-fg-2">Step by step, with what changed, and what it took and cost.</p>
      {(earlier.isPending || later.isPending) && <Skeleton className="h-14" />}
      {error && <ProblemNotice error={error} />}
      <ul className="flex flex-col gap-1">
        {before && (
          <Neighbour words="The run before it" to={compareAddress(before.run, run.run)} other={before} />
        )}
        {after && (
          <Neighbour words="The run after it" to={compareAddress(run.run, after.run)} other={after} />
        )}
        {fork && (
          <li>
            <Choice to={compareAddress(fork.run, run.run)}>
              The run that it is a fork of, <code className="font-mono text-xs">{shortRun(fork.run)}</code>
            </Choice>
          </li>
        )}
        {run.parent && (
          <li>
            <Choice to={compareAddress(run.parent.run, run.run)}>
              Its parent, <code className="font-mono text-xs">{shortRun(run.parent.run)}</code>
            </Choice>
          </li>
        )}
      </ul>
      {earlier.data && later.data && !before && !after && (
        <p className="text-xs text-fg-2">No other run of {loop} is near it.</p>
      )}
      {later.data && later.data.next !== null && !after && (
        <p className="text-xs text-fg-2">
          More than {looked} runs came after it: give the id of one of them to compare with.
        </p>
      )}
      <OtherRun run={run.run} />
    </div>
  )
}

function Choice({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link
      to={to}
      className="flex min-h-7 flex-wrap items-center gap-2 rounded-sm px-1 text-accent hover:bg-surface-2"
    >
      {children}
    </Link>
  )
}

function Neighbour({ words, to, other }: { words: string; to: string; other: RunSummary }) {
  return (
    <li>
      <Choice to={to}>
        <span className="flex-1">{words}</span>
        <OutcomeBadge status={other.status} outcome={other.outcome} />
        <span className="text-xs text-fg-2">
          <Time at={other.acceptedAt} />
        </span>
      </Choice>
    </li>
  )
}

/** Any run, by its id or by the address of its page. */
function OtherRun({ run }: { run: string }) {
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const navigate = useNavigate()
  const compare = (event: FormEvent) => {
    event.preventDefault()
    const other = text
      .trim()
      .replace(/^.*\/runs\//, '')
      .replace(/[?#].*$/, '')
    if (readRunId(other)) void navigate(compareAddress(run, other))
    else setError('That is no id of a run. Copy it from the page of the run.')
  }
  return (
    <form onSubmit={compare} className="flex flex-col gap-2">
      <Field label="Another run" error={error}>
        <Input
          value={text}
          placeholder="Its id or the address of its page"
          onChange={(event) => {
            setText(event.target.value)
            setError(null)
          }}
        />
      </Field>
      <div className="flex justify-end">
        <Button type="submit" disabled={text.trim() === ''}>
          Compare
        </Button>
      </div>
    </form>
  )
}
