import { Activity } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { KpiHealthState, LoopGlance } from '../../shared/api/kpis.ts'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Input } from '../ui/Input.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { AlertsSection } from './alerts/AlertsSection.tsx'
import { GlanceTable } from './GlanceTable.tsx'
import { healthLooks, healthStates } from './kpiWords.ts'
import { PeriodSelect } from './PeriodSelect.tsx'
import { useOverview, usePeriod } from './period.ts'

/** Past this many loops the list gets a filter. */
const filterFrom = 8

/** How every loop of the workspace does, at a glance. */
export function OperationsPage() {
  const [period, choose] = usePeriod()
  const overview = useOverview(period)
  const loops = overview.data?.loops
  return (
    <Page
      title="Operations"
      says="How the loops do, and what is unlike the time before."
      actions={<PeriodSelect period={period} onChange={choose} />}
    >
      {overview.error && <ProblemNotice error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.isPending && <Skeleton className="h-64" />}
      {loops?.length === 0 && (
        <EmptyState
          picture={<Activity className="size-6" />}
          title="No loop yet"
          action={
            <Button variant="primary" asChild>
              <Link to="/">Go to the loops</Link>
            </Button>
          }
        >
          Once loops run, this page shows how they do: how many runs succeed, how long they take, what they
          cost.
        </EmptyState>
      )}
      {loops && loops.length > 0 && (
        <>
          <Loops loops={loops} search={period === '24h' ? '' : `?period=${period}`} />
          <AlertsSection loops={loops.map(({ loop }) => loop)} />
        </>
      )}
    </Page>
  )
}

function Loops({ loops, search }: { loops: readonly LoopGlance[]; search: string }) {
  const [state, setState] = useState<KpiHealthState | null>(null)
  const [text, setText] = useState('')
  const shown = loops.filter(
    ({ loop, health }) => (state === null || health.state === state) && loop.includes(text.toLowerCase()),
  )
  return (
    <section aria-label="Loops" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <StateFilter loops={loops} state={state} onChange={setState} />
        {loops.length >= filterFrom && (
          <Input
            type="search"
            aria-label="Filter loops"
            placeholder="Filter by name"
            className="ml-auto max-w-60"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </div>
      {shown.length === 0 ? (
        <EmptyState title="No loop fits this filter" />
      ) : (
        <GlanceTable loops={shown} search={search} />
      )}
    </section>
  )
}

type StateFilterProps = {
  loops: readonly LoopGlance[]
  state: KpiHealthState | null
  onChange: (state: KpiHealthState | null) => void
}

/** How many loops there are in each state; pressing one shows those alone. */
function StateFilter({ loops, state, onChange }: StateFilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Show loops by health</legend>
      {healthStates.map((each) => {
        const { word, icon: Icon } = healthLooks[each]
        const count = loops.filter(({ health }) => health.state === each).length
        return (
          <Button
            key={each}
            size="sm"
            variant="ghost"
            aria-pressed={state === each}
            disabled={count === 0 && state !== each}
            icon={<Icon aria-hidden />}
            onClick={() => onChange(state === each ? null : each)}
          >
            <span className="tabular">
              {word} {count}
            </span>
          </Button>
        )
      })}
    </fieldset>
  )
}
