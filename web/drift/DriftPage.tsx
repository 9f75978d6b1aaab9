import { ChartColumn } from 'lucide-react'
import { Link, useParams } from 'react-router'
import type { BaselineList } from '../../shared/api/baselines.ts'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { BaselineSection } from './BaselineSection.tsx'

/** What the drift checks of a loop compare with, and whether what comes in is still like it. */
export function DriftPage() {
  const { loop = '' } = useParams()
  const list = useApi('listBaselines', { params: { loop } })
  return (
    <Page
      title={`Drift of ${loop}`}
      heading={
        <>
          Drift of{' '}
          <Link to={`/loops/${loop}`} className="text-accent underline underline-offset-2">
            {loop}
          </Link>
        </>
      }
      says="Whether what runs see is still distributed as when somebody said that it was normal."
      actions={
        <Button asChild>
          <Link to={`/loops/${loop}/runs`}>Runs of this loop</Link>
        </Button>
      }
    >
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton className="h-64" />}
      {list.data && <Baselines loop={loop} list={list.data} />}
    </Page>
  )
}

function Baselines({ loop, list }: { loop: string; list: BaselineList }) {
  const named = [...list.checks.map(({ baseline }) => baseline), ...list.baselines.map(({ name }) => name)]
  const names = [...new Set(named)].toSorted()
  if (names.length === 0)
    return (
      <EmptyState
        picture={<ChartColumn className="size-6" />}
        title="Nothing is compared yet"
        action={
          <Button variant="primary" asChild>
            <Link to={`/loops/${loop}`}>Open the loop</Link>
          </Button>
        }
      >
        Add a drift check to a verifier and publish. Its runs then collect values here, which you propose as
        the baseline; somebody else approves it, and from then on runs are compared with it.
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-8">
      {names.map((name) => (
        <BaselineSection key={name} loop={loop} name={name} list={list} />
      ))}
    </div>
  )
}
