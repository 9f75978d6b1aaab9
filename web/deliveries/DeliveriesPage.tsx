import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { DeliveryResult } from '../../shared/api/deliveries.ts'
import { type Answer, callApi } from '../app/api.ts'
import type { ApiError } from '../app/apiError.ts'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { HookCommand } from '../loops/HookCommand.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Select } from '../ui/Select.tsx'
import { DeliveryTable } from './DeliveryTable.tsx'
import { resultLooks } from './deliveryWords.ts'

type List = Answer<'listDeliveries'>

const refreshMs = 5_000

/** Every request to a loop’s hook: what was answered, why, and what to do about it. */
export function DeliveriesPage() {
  const { loop = '' } = useParams()
  const [result, setResult] = useState<DeliveryResult | null>(null)
  const list = useInfiniteQuery<List, ApiError, { pages: List[] }, readonly unknown[], string | null>({
    queryKey: ['listDeliveries', loop, result],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(result ? { result } : {}), ...(pageParam ? { cursor: pageParam } : {}) }
      return callApi('listDeliveries', { params: { loop }, query }, signal)
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length === 1 ? refreshMs : false),
  })
  const rows = list.data?.pages.flatMap(({ deliveries }) => deliveries) ?? []
  return (
    <Page
      title={`Deliveries of ${loop}`}
      heading={
        <>
          Deliveries of{' '}
          <Link to={`/loops/${loop}`} className="text-accent underline underline-offset-2">
            {loop}
          </Link>
        </>
      }
      says="Every request to the hook, also those that were refused. The body is the run’s input; of a request that started no run, none is kept."
      actions={
        <Button asChild>
          <Link to={`/loops/${loop}/runs`}>Runs of this loop</Link>
        </Button>
      }
    >
      <Select
        aria-label="Show deliveries that were"
        className="w-44"
        value={result ?? 'all'}
        onValueChange={(value) => setResult(DeliveryResult.safeParse(value).data ?? null)}
        options={[
          { value: 'all', label: 'All deliveries' },
          ...DeliveryResult.options.map((each) => ({ value: each, label: resultLooks[each].label })),
        ]}
      />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 ? (
        <EmptyState title="No deliveries yet" action={<HookCommand loop={loop} />}>
          A request to the hook appears here, whatever became of it.
        </EmptyState>
      ) : (
        <>
          {list.data && <DeliveryTable loop={loop} deliveries={rows} />}
          {list.hasNextPage && (
            <div>
              <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Show older deliveries
              </Button>
            </div>
          )}
        </>
      )}
    </Page>
  )
}
