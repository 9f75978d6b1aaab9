import { useInfiniteQuery } from '@tanstack/react-query'
import type { PlanPage } from '../../shared/api/plans.ts'
import { callApi } from '../app/api.ts'
import type { ApiError } from '../app/apiError.ts'

const pageSize = 50
const refreshMs = 5_000

/** The plans that the planners of a loop proposed, newest first, page by page; one planner’s when it is named. */
export function usePlanList(loop: string, planner: string | null) {
  const query = useInfiniteQuery<
    PlanPage,
    ApiError,
    { pages: PlanPage[] },
    readonly unknown[],
    string | null
  >({
    queryKey: ['listPlans', loop, planner],
    queryFn: ({ pageParam, signal }) =>
      callApi(
        'listPlans',
        {
          params: { loop },
          query: {
            ...(planner === null ? {} : { planner }),
            ...(pageParam === null ? {} : { cursor: pageParam }),
            limit: pageSize,
          },
        },
        signal,
      ),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    // A list that was opened further stands still: a refresh would read every page again.
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? refreshMs : false),
    placeholderData: (previous) => previous,
  })
  return { ...query, plans: query.data?.pages.flatMap((page) => page.plans) ?? [] }
}
