import { GitFork } from 'lucide-react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { RegisteredPlan } from '../../shared/api/plans.ts'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Select } from '../ui/Select.tsx'
import { PlanTable } from './PlanTable.tsx'
import { usePlanList } from './usePlanList.ts'

const any = 'any'

/** Every plan that the planners of a loop proposed: where it came from, and what it changed. */
export function PlansPage() {
  const { loop = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const planner = search.get('planner')
  const list = usePlanList(loop, planner)
  const empty = !list.error && !list.isPending && list.plans.length === 0
  return (
    <Page
      title={`Plans of ${loop}`}
      heading={
        <>
          Plans of{' '}
          <Link to={`/loops/${loop}`} className="text-accent underline underline-offset-2">
            {loop}
          </Link>
        </>
      }
      actions={
        <Button asChild>
          <Link to={`/loops/${loop}/runs`}>Runs of this loop</Link>
        </Button>
      }
    >
      <PlannerFilter
        plans={list.plans}
        planner={planner}
        onChange={(next) => setSearch(next === null ? {} : { planner: next }, { replace: true })}
      />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {empty ? (
        <EmptyState
          picture={<GitFork className="size-6" />}
          title={planner === null ? 'No plans yet' : 'That planner has proposed nothing yet'}
          action={
            planner === null ? undefined : <Button onClick={() => setSearch({})}>Show every planner’s</Button>
          }
        >
          Each plan that a planner proposes is kept here with where it came from, adopted or not.
        </EmptyState>
      ) : (
        <>
          <PlanTable plans={list.plans} loading={list.isPending} />
          <output className="flex items-center gap-3 text-xs text-fg-3">
            {list.plans.length > 0 &&
              `${list.plans.length.toLocaleString('en')} ${list.plans.length === 1 ? 'plan' : 'plans'} shown`}
            {list.hasNextPage && (
              <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Show older plans
              </Button>
            )}
          </output>
        </>
      )}
    </Page>
  )
}

type PlannerFilterProps = {
  plans: readonly RegisteredPlan[]
  planner: string | null
  onChange: (planner: string | null) => void
}

/** Worth its place only where several planners have proposed something. */
function PlannerFilter({ plans, planner, onChange }: PlannerFilterProps) {
  const seen = new Set(plans.map((plan) => plan.provenance.planner))
  if (seen.size < 2 && planner === null) return null
  if (planner !== null) seen.add(planner)
  return (
    <search>
      <Select
        aria-label="Planner"
        className="w-56"
        value={planner ?? any}
        onValueChange={(value) => onChange(value === any ? null : value)}
        options={[
          { value: any, label: 'Every planner' },
          ...[...seen].toSorted().map((value) => ({ value, label: value })),
        ]}
      />
    </search>
  )
}
