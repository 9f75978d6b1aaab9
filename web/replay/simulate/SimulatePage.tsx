import { FlaskConical } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { useStore } from 'zustand'
import type { LoopDetail, Version } from '../../../shared/api/loops.ts'
import type { RunDetail } from '../../../shared/api/runs.ts'
import { upcastProgram } from '../../../shared/compile/upcastProgram.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi } from '../../app/useApi.ts'
import { usePageTitle } from '../../app/usePageTitle.ts'
import { shortRun } from '../../runs/shortRun.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Select, type SelectOption } from '../../ui/Select.tsx'
import { createPlayback } from '../playback.ts'
import { useRunLog } from '../useRunLog.ts'
import { Simulated } from './Simulated.tsx'
import { Simulating } from './Simulating.tsx'
import { useBoundPolicies } from './useBoundPolicies.ts'
import { readUnder, type Under, useUnder } from './useUnder.ts'

/** A recorded run, executed again in this browser with the answers that it got: nothing is called, and no run is made. */
export function SimulatePage() {
  const { run = '' } = useParams()
  usePageTitle(`Simulation of run ${shortRun(run)}`)
  const detail = useApi('getRun', { params: { run } })
  const { loop = '', version: digest = '' } = detail.data ?? {}
  const enabled = detail.data !== undefined
  const version = useApi(
    'getVersion',
    { params: { loop, version: digest } },
    { enabled, staleTime: Number.POSITIVE_INFINITY },
  )
  const loopDetail = useApi('getLoop', { params: { loop } }, { enabled })
  const error = detail.error ?? version.error
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {error && (
        <div className="mx-auto w-full max-w-2xl p-8">
          <h1 className="mb-3 text-xl font-semibold">Simulation of run {shortRun(run)}</h1>
          <ProblemNotice error={error} onRetry={() => void detail.refetch()} />
        </div>
      )}
      {detail.data && version.data ? (
        <LoadedRun key={run} run={detail.data} version={version.data} loop={loopDetail.data} />
      ) : (
        !error && <Simulating />
      )}
    </div>
  )
}

type LoadedRunProps = { run: RunDetail; version: Version; loop: LoopDetail | undefined }

function LoadedRun({ run, version, loop }: LoadedRunProps) {
  const [search, setSearch] = useSearchParams()
  const under = readUnder(search.get('under'))
  const own = useMemo(() => upcastProgram(version.program), [version])
  const [playback] = useState(() => createPlayback())
  const log = useRunLog(run.run, playback)
  const events = useStore(playback, (state) => state.events)
  const [accepted] = events
  const policies = useBoundPolicies(accepted?.type === 'run.accepted' ? accepted.data.policySet : undefined)
  const program = useUnder(under, own, run.loop)
  const failure = log.error ?? (program.type === 'failed' ? program.error : null)
  return (
    <>
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line-1 bg-surface-1 px-4 py-1.5">
        <h1 className="text-sm font-semibold">
          Simulation of run <code className="font-mono">{shortRun(run.run)}</code>
        </h1>
        <Badge tone="accent" icon={<FlaskConical aria-hidden />}>
          Nothing is called
        </Badge>
        <span className="flex-1" />
        <span className="text-xs text-fg-2">Executed under</span>
        <Select
          aria-label="Executed under"
          className="w-56"
          value={String(under)}
          onValueChange={(value) => setSearch(value === 'own' ? {} : { under: value }, { replace: true })}
          options={optionsOf(run, loop)}
        />
        <Button asChild>
          <Link to={`/runs/${encodeURIComponent(run.run)}`}>View the run</Link>
        </Button>
      </header>
      {failure && <ProblemNotice error={failure} className="m-4" />}
      {program.type === 'broken' && (
        <p className="p-4 text-sm text-fg-2">
          The draft has errors, so nothing can be executed under it.{' '}
          <Link to={`/loops/${run.loop}`} className="text-accent hover:underline">
            Correct them in the editor
          </Link>
        </p>
      )}
      {log.status === 'live' && (
        <p className="p-4 text-sm text-fg-2">The run goes on. It can be simulated once it has ended.</p>
      )}
      {log.status === 'complete' && program.type === 'loaded' && policies !== 'loading' ? (
        <Simulated
          run={run}
          own={own}
          events={events}
          under={under}
          program={program.program}
          policies={policies}
        />
      ) : (
        !failure && program.type !== 'broken' && log.status !== 'live' && <Simulating />
      )}
    </>
  )
}

function optionsOf(run: RunDetail, loop: LoopDetail | undefined): SelectOption[] {
  const own = run.versionNumber === null ? 'Its own version' : `Its own version, ${run.versionNumber}`
  const others = (loop?.versions ?? [])
    .filter(({ version }) => version !== run.version)
    .map(({ number, note }) => ({ value: String(number), label: `Version ${number}`, hint: note }))
  return [
    { value: 'own' satisfies Under, label: own },
    { value: 'draft' satisfies Under, label: 'The draft as it is saved' },
    ...others,
  ]
}
