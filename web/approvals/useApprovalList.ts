import { useInfiniteQuery } from '@tanstack/react-query'
import type { ApprovalPage, ApprovalQuery, ApprovalSummary } from '../../shared/api/approvals.ts'
import { callApi } from '../app/api.ts'
import type { ApiError } from '../app/apiError.ts'
import { useApi } from '../app/useApi.ts'

const pageSize = 50
const refreshMs = 5_000
const badgeMs = 15_000

export type ApprovalFilters = Pick<ApprovalQuery, 'status' | 'loop' | 'mine'>

/** The approvals that fit the filters, page by page, kept up to date. */
export function useApprovalList({ status, loop, mine }: ApprovalFilters) {
  const query = useInfiniteQuery<
    ApprovalPage,
    ApiError,
    { pages: ApprovalPage[] },
    readonly unknown[],
    string | null
  >({
    queryKey: ['listApprovals', { status, loop, mine }],
    queryFn: ({ pageParam, signal }) =>
      callApi(
        'listApprovals',
        {
          query: {
            ...(status ? { status } : {}),
            ...(loop ? { loop } : {}),
            ...(mine ? { mine } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
            limit: pageSize,
          },
        },
        signal,
      ),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    refetchInterval: refreshMs,
    placeholderData: (previous) => previous,
  })
  const approvals: ApprovalSummary[] = query.data?.pages.flatMap((page) => page.approvals) ?? []
  return { ...query, approvals }
}

/** How many approvals are open; null until that is known. */
export function useOpenApprovals(): number | null {
  const { data } = useApi(
    'listApprovals',
    { query: { status: 'open', limit: 1 } },
    { refetchInterval: badgeMs },
  )
  return data?.open ?? null
}
