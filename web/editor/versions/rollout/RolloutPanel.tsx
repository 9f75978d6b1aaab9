import { useEffect } from 'react'
import { Link } from 'react-router'
import type { Rollout, VersionSummary } from '../../../../shared/api/loops.ts'
import { versionFigures } from '../../../../shared/api/versionFigures.ts'
import { ProblemNotice } from '../../../app/ProblemNotice.tsx'
import { useCan } from '../../../app/session.ts'
import { useApi } from '../../../app/useApi.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Disclosure } from '../../../ui/Disclosure.tsx'
import { formatDuration } from '../../../ui/formatTime.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { RolloutForm } from './RolloutForm.tsx'
import { percent } from './rolloutWords.ts'

const refreshMs = 10_000

/** Which versions take calls, at what share, since when and by whom, how they do, and the ways to change it. */
export function RolloutPanel({ versions }: { versions: readonly VersionSummary[] }) {
  const store = useEditorStore()
  const loop = useEditor((state) => state.graph.name)
  const {
    data: rollout,
    error,
    refetch,
  } = useApi('getRollout', { params: { loop } }, { refetchInterval: refreshMs })
  // Others change it too, and approve what was proposed.
  useEffect(() => {
    if (rollout) store.getState().setReleases({ versions, rollout })
  }, [store, versions, rollout])
  return (
    <section aria-label="Rollout" className="flex flex-col gap-2 border-b border-line-1 px-3 py-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="text-sm font-semibold">Rollout</h3>
        <LastChange loop={loop} />
      </div>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {rollout ? (
        <>
          <Shares loop={loop} rollout={rollout} versions={versions} />
          <Change rollout={rollout} versions={versions} />
        </>
      ) : (
        !error && <Skeleton className="h-16" />
      )}
    </section>
  )
}

type ChangeProps = { rollout: Rollout; versions: readonly VersionSummary[] }

/** What can be changed. Where nothing is shared yet, the versions below matter more: it waits behind a line. */
function Change({ rollout, versions }: ChangeProps) {
  const mayOperate = useCan('operate')
  if (!mayOperate)
    return <p className="text-xs text-fg-2">An operator or an admin changes which versions take calls.</p>
  if (versions.every(({ version }) => version === rollout.stable))
    return (
      <p className="text-xs text-fg-2">
        There is no other version. The next one can be published as a canary, for a share of the calls.
      </p>
    )
  const form = <RolloutForm key={JSON.stringify(rollout)} rollout={rollout} versions={versions} />
  if (rollout.canary) return form
  return <Disclosure summary="Start a canary, or go back to another version">{form}</Disclosure>
}

/** Changes of a loop that leave its rollout alone are few: the last one that did not is among these. */
const lookedThrough = 50

function LastChange({ loop }: { loop: string }) {
  const query = { kind: 'loop', subject: loop, limit: lookedThrough } as const
  const { data } = useApi('listChanges', { query }, { refetchInterval: refreshMs })
  const last = data?.changes.find(({ what }) => what === 'loop.published' || what === 'loop.rollout')
  if (!last) return null
  return (
    <span className="text-xs text-fg-2">
      Since <Time at={last.at} />, by {last.by}
      {last.what === 'loop.rollout' && last.reason ? `: ${last.reason}` : ''}
    </span>
  )
}

type SharesProps = { loop: string; rollout: Rollout; versions: readonly VersionSummary[] }

function Shares({ loop, rollout: { stable, canary }, versions }: SharesProps) {
  const numberOf = (digest: string | undefined | null) =>
    versions.find(({ version }) => version === digest)?.number
  const stableNumber = numberOf(stable)
  const canaryNumber = numberOf(canary?.version)
  if (stable === null)
    return <p className="text-sm text-fg-2">No version takes calls: they are answered with an error.</p>
  return (
    <ul aria-label="Versions that take calls" className="flex flex-col gap-1">
      {stableNumber !== undefined && (
        <ShareRow loop={loop} number={stableNumber} channel="stable" share={1 - (canary?.weight ?? 0)} />
      )}
      {canary && canaryNumber !== undefined && (
        <ShareRow loop={loop} number={canaryNumber} channel="canary" share={canary.weight} />
      )}
    </ul>
  )
}

const tones = { stable: 'success', canary: 'warning' } as const

type ShareRowProps = { loop: string; number: number; channel: 'stable' | 'canary'; share: number }

function ShareRow({ loop, number, channel, share }: ShareRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 text-sm">
      <span className="w-14">
        <Badge tone={tones[channel]}>{channel}</Badge>
      </span>
      <span className="w-20 font-medium">Version {number}</span>
      <span className="tabular w-28">{percent(share)} of the calls</span>
      <Figures loop={loop} number={number} />
    </li>
  )
}

/** How many of a version's runs are looked at. */
const lastRuns = 100

function Figures({ loop, number }: { loop: string; number: number }) {
  const { data, error } = useApi(
    'listRuns',
    { query: { loop, version: String(number), limit: lastRuns } },
    { refetchInterval: refreshMs },
  )
  if (error) return <span className="text-xs text-fg-3">Its runs could not be read</span>
  if (!data) return <Skeleton className="h-4 w-40" />
  const { runs, underWay, succeeded, medianMs } = versionFigures(data.runs)
  if (runs === 0) return <span className="text-xs text-fg-3">No run yet</span>
  const counted = data.next === null ? `${runs} ${runs === 1 ? 'run' : 'runs'}` : `Its last ${runs} runs`
  return (
    <span className="tabular flex flex-wrap gap-x-2 text-xs text-fg-2">
      <Link
        to={`/loops/${loop}/runs?version=${number}`}
        className="underline decoration-line-2 underline-offset-2 hover:text-accent"
      >
        {counted}
      </Link>
      {underWay > 0 && <span>{underWay} under way</span>}
      {succeeded !== null && <span>{percent(succeeded)} succeeded</span>}
      {medianMs !== null && (
        <span title="Half of them took no longer">median {formatDuration(medianMs)}</span>
      )}
    </span>
  )
}
