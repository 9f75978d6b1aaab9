import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { RunList, RunSummary } from '../../shared/api/runs.ts'
import { callApi } from '../app/api.ts'
import type { ApiError } from '../app/apiError.ts'
import { lastMs, type RunFilters } from './runFilters.ts'

type Page = z.infer<typeof RunList>

const pageSize = 50
const refreshMs = 2_500
/** Past this many pages a refresh would read too much: the list then stands still until it is asked for. */
const livePages = 3
const mostLooks = 10

async function readPage(filters: RunFilters, cursor: string | null, signal: AbortSignal): Promise<Page> {
  const { loop, last, ...rest } = filters
  const query = {
    ...defined(rest),
    ...(last ? { since: Date.now() - lastMs[last] } : {}),
    ...(cursor ? { cursor } : {}),
    limit: pageSize,
  }
  return loop
    ? callApi('listLoopRuns', { params: { loop }, query }, signal)
    : callApi('listRuns', { query }, signal)
}

function defined<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** The runs that fit the filters, newest first, page by page, kept up to date. */
export function useRunList(filters: RunFilters) {
  const query = useInfiniteQuery<Page, ApiError, { pages: Page[] }, readonly unknown[], string | null>({
    queryKey: ['listRuns', filters],
    queryFn: ({ pageParam, signal }) => readPage(filters, pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length <= livePages ? refreshMs : false),
    // Changing a filter keeps the rows in place until the new ones are there, so nothing jumps.
    placeholderData: (previous) => previous,
  })
  const runs: RunSummary[] = query.data?.pages.flatMap((page) => page.runs) ?? []
  /** Reads older runs; a page may have looked through many and have none that fits, so it goes on for a while. */
  const lookBack = async () => {
    for (let looked = 0; looked < mostLooks; looked += 1) {
      const { data, hasNextPage, isError } = await query.fetchNextPage()
      if (isError || !hasNextPage || (data?.pages.at(-1)?.runs.length ?? 0) > 0) return
    }
  }
  return { ...query, runs, lookBack }
}
