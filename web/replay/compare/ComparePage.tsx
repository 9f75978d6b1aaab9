import { ArrowLeftRight } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { z } from 'zod'
import { useStore } from 'zustand'
import type { RunDetail } from '../../../shared/api/runs.ts'
import { upcastProgram } from '../../../shared/compile/upcastProgram.ts'
import { diffRuns } from '../../../shared/projections/runDiff.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi } from '../../app/useApi.ts'
import { usePageTitle } from '../../app/usePageTitle.ts'
import { shortRun } from '../../runs/shortRun.ts'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { createPlayback } from '../playback.ts'
import { useRunLog } from '../useRunLog.ts'
import { ComparedRuns, comparedRun } from './ComparedRuns.tsx'
import { compareAddress } from './compareAddress.ts'
import type { ComparedSide } from './comparedSides.ts'
import { DiffList } from './DiffList.tsx'
import { type NodeTitles, nodeTitles, noTitles } from './entryTitle.ts'

type Run = z.infer<typeof RunDetail>

/** Two runs, and where they differ. */
export function ComparePage() {
  const { run = '', other = '' } = useParams()
  usePageTitle(`Runs ${shortRun(run)} and ${shortRun(other)}`)
  const a = useApi('getRun', { params: { run } })
  const b = useApi('getRun', { params: { run: other } })
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-11 shrink-0 items-center gap-3 border-b border-line-1 bg-surface-1 px-4 py-1.5">
        <h1 className="flex-1 text-sm font-semibold">
          Runs <code className="font-mono">{shortRun(run)}</code> and{' '}
          <code className="font-mono">{shortRun(other)}</code>
        </h1>
        <Button asChild>
          <Link to={compareAddress(other, run)}>
            <ArrowLeftRight aria-hidden />
            Swap sides
          </Link>
        </Button>
      </header>
      {[a, b].map(
        ({ error, data, refetch }, side) =>
          error &&
          !data && (
            <div key={side} className="mx-4 my-2">
              <p className="mb-1 text-sm">
                Run {side === 0 ? 'A' : 'B'},{' '}
                <code className="font-mono text-xs">{side === 0 ? run : other}</code>:
              </p>
              <ProblemNotice error={error} onRetry={() => void refetch()} />
            </div>
          ),
      )}
      {a.data && b.data ? (
        // Each pair of runs has logs of its own.
        <LoadedRuns key={`${run} ${other}`} a={a.data} b={b.data} />
      ) : (
        !a.error && !b.error && <Waiting />
      )}
    </div>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3 p-4">
      <Skeleton className="h-20" />
      <Skeleton className="h-8" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </div>
  )
}

function useEvents(run: string) {
  const [playback] = useState(() => createPlayback())
  const log = useRunLog(run, playback)
  const events = useDeferredValue(useStore(playback, (state) => state.events))
  return { log, events, ready: log.status === 'live' || log.status === 'complete' }
}

/** What the nodes of a run's version are called: until that is known, they go by their ids. */
function useTitles({ loop, version }: Run): NodeTitles {
  const { data } = useApi(
    'getVersion',
    { params: { loop, version } },
    { staleTime: Number.POSITIVE_INFINITY },
  )
  return useMemo(() => (data ? nodeTitles(upcastProgram(data.program)) : noTitles), [data])
}

function sideOf(name: string, { run }: Run, titleOf: NodeTitles): ComparedSide {
  return { name, titleOf, momentOf: (seq) => `/runs/${encodeURIComponent(run)}?at=${seq}` }
}

function LoadedRuns({ a, b }: { a: Run; b: Run }) {
  const [logA, logB] = [useEvents(a.run), useEvents(b.run)]
  const ready = logA.ready && logB.ready
  const diff = useMemo(
    () => (ready ? diffRuns(logA.events, logB.events) : null),
    [ready, logA.events, logB.events],
  )
  const [titlesA, titlesB] = [useTitles(a), useTitles(b)]
  const sides = useMemo(
    () => ({ a: sideOf('A', a, titlesA), b: sideOf('B', b, titlesB) }),
    [a, b, titlesA, titlesB],
  )
  const error = logA.log.error ?? logB.log.error
  return (
    <>
      <ComparedRuns
        a={comparedRun('A', a, logA.events.at(-1)?.at ?? a.acceptedAt)}
        b={comparedRun('B', b, logB.events.at(-1)?.at ?? b.acceptedAt)}
      />
      <Remarks a={a} b={b} live={logA.log.status === 'live' || logB.log.status === 'live'} />
      {error && <ProblemNotice error={error} className="m-2" />}
      {diff ? <DiffList diff={diff} sides={sides} /> : !error && <Waiting />}
    </>
  )
}

/** What to know before the differences are read. */
function Remarks({ a, b, live }: { a: Run; b: Run; live: boolean }) {
  const numbered = a.versionNumber !== null && b.versionNumber !== null
  return (
    <div className="flex shrink-0 flex-col gap-0.5 px-4 text-xs text-fg-2 *:py-1">
      {a.run === b.run && <p>Both sides are the same run.</p>}
      {a.loop !== b.loop && (
        <p>These are runs of different loops. What bears the same name in both is compared all the same.</p>
      )}
      {a.loop === b.loop && a.version !== b.version && (
        <p>
          The runs followed different versions of {a.loop}.{' '}
          {numbered && (
            <Link
              to={`/loops/${a.loop}?compare=${a.versionNumber}..${b.versionNumber}`}
              className="text-accent hover:underline"
            >
              See how version {a.versionNumber} and version {b.versionNumber} differ
            </Link>
          )}
        </p>
      )}
      {live && <p>A run that goes on is compared as far as its log is; what comes is added.</p>}
    </div>
  )
}
