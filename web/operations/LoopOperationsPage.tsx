import { Activity } from 'lucide-react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { LoopKpis } from '../../shared/api/kpis.ts'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Select } from '../ui/Select.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { HealthPanel } from './HealthPanel.tsx'
import { LoopCharts } from './LoopCharts.tsx'
import { LoopTiles } from './LoopTiles.tsx'
import { PeriodSelect } from './PeriodSelect.tsx'
import { useLoopKpis, usePeriod } from './period.ts'
import { StopReasons } from './StopReasons.tsx'
import { VersionTable } from './VersionTable.tsx'

const all = 'all'

/** What the runs of a loop came to: its health, its figures beside what is usual, over time and by version. */
export function LoopOperationsPage() {
  const { loop = '' } = useParams()
  const [period, choose] = usePeriod()
  const [version, chooseVersion] = useVersion()
  const kpis = useLoopKpis(loop, period, version)
  return (
    <Page
      title={`Operations of ${loop}`}
      heading={
        <>
          Operations of{' '}
          <Link to={`/loops/${loop}`} className="text-accent underline underline-offset-2">
            {loop}
          </Link>
        </>
      }
      says="What its runs came to, beside what is usual: the time right before, as far as it is kept."
      actions={
        <>
          {kpis.data && (
            <VersionSelect versions={kpis.data.versions} version={version} onChange={chooseVersion} />
          )}
          <PeriodSelect period={period} onChange={choose} />
          <Button asChild>
            <Link to={`/loops/${loop}/runs`}>Runs of this loop</Link>
          </Button>
        </>
      }
    >
      {kpis.error && <ProblemNotice error={kpis.error} onRetry={() => void kpis.refetch()} />}
      {kpis.isPending && <Waiting />}
      {kpis.data && (
        <>
          <HealthPanel kpis={kpis.data} />
          {isBlank(kpis.data) ? <Blank loop={loop} /> : <Figures kpis={kpis.data} />}
        </>
      )}
    </Page>
  )
}

const isBlank = ({ total, expected }: LoopKpis) => total.started + total.ended + expected.started === 0

function Blank({ loop }: { loop: string }) {
  return (
    <EmptyState
      picture={<Activity className="size-6" />}
      title="No run in this time"
      action={
        <Button variant="primary" asChild>
          <Link to={`/loops/${loop}`}>Open the loop</Link>
        </Button>
      }
    >
      What runs come to is counted when they end, and kept for 35 days.
    </EmptyState>
  )
}

function Figures({ kpis }: { kpis: LoopKpis }) {
  return (
    <>
      <LoopTiles kpis={kpis} />
      <LoopCharts kpis={kpis} />
      <VersionTable kpis={kpis} />
      <StopReasons kpis={kpis} />
    </>
  )
}

/** The version that is looked at, in the URL; null for all of them. */
function useVersion(): [number | null, (version: number | null) => void] {
  const [search, setSearch] = useSearchParams()
  const text = search.get('version') ?? ''
  const choose = (version: number | null) => {
    const next = new URLSearchParams(search)
    if (version === null) next.delete('version')
    else next.set('version', String(version))
    setSearch(next, { replace: true })
  }
  return [/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null, choose]
}

type VersionSelectProps = {
  versions: LoopKpis['versions']
  version: number | null
  onChange: (version: number | null) => void
}

/** Worth its place only where there are several to choose from. */
function VersionSelect({ versions, version, onChange }: VersionSelectProps) {
  const numbers = new Set(versions.flatMap(({ version: each }) => (each > 0 ? [each] : [])))
  if (version !== null) numbers.add(version)
  if (numbers.size < 2 && version === null) return null
  return (
    <Select
      aria-label="Version"
      className="w-36"
      value={version === null ? all : String(version)}
      onValueChange={(value) => onChange(value === all ? null : Number(value))}
      options={[
        { value: all, label: 'Every version' },
        ...[...numbers]
          .toSorted((one, other) => other - one)
          .map((each) => ({ value: String(each), label: `Version ${each}` })),
      ]}
    />
  )
}

function Waiting() {
  return (
    <>
      <Skeleton className="h-16" />
      <Skeleton className="h-20" />
      <div className="grid gap-3 lg:grid-cols-2">
        <Skeleton className="h-56" />
        <Skeleton className="h-56" />
      </div>
    </>
  )
}
