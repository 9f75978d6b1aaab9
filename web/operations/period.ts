import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { z } from 'zod'
import type { KpiOverview, KpiStep, LoopKpis } from '../../shared/api/kpis.ts'
import { callApi } from '../app/api.ts'
import type { ApiError } from '../app/apiError.ts'

const dayMs = 86_400_000
const refreshMs = 30_000

const Period = z.enum(['24h', '7d', '28d'])
export type Period = z.infer<typeof Period>

/** Times that go along with the clock: whoever opens a link sees the time up to then. */
export const periods = {
  '24h': { label: 'Last 24 hours', ms: dayMs, step: 'hour' },
  '7d': { label: 'Last 7 days', ms: 7 * dayMs, step: 'hour' },
  '28d': { label: 'Last 28 days', ms: 28 * dayMs, step: 'day' },
} as const satisfies Record<Period, { label: string; ms: number; step: KpiStep }>

const asked = (period: Period) => ({ from: Date.now() - periods[period].ms, step: periods[period].step })

/** The time that the page is about; it lives in the URL. */
export function usePeriod(): [Period, (period: Period) => void] {
  const [search, setSearch] = useSearchParams()
  const period = Period.catch('24h').parse(search.get('period'))
  const choose = (next: Period) => {
    const changed = new URLSearchParams(search)
    if (next === '24h') changed.delete('period')
    else changed.set('period', next)
    setSearch(changed, { replace: true })
  }
  return [period, choose]
}

/** How the loops of the workspace do, kept up to date. */
export function useOverview(period: Period) {
  return useQuery<KpiOverview, ApiError>({
    queryKey: ['getKpis', period],
    queryFn: ({ signal }) => callApi('getKpis', { query: asked(period) }, signal),
    refetchInterval: ({ state }) => (state.data === undefined ? false : refreshMs),
    placeholderData: (previous) => previous,
  })
}

/** What the runs of a loop came to, kept up to date. */
export function useLoopKpis(loop: string, period: Period, version: number | null) {
  return useQuery<LoopKpis, ApiError>({
    queryKey: ['getLoopKpis', loop, period, version],
    queryFn: ({ signal }) => {
      const query = { ...asked(period), ...(version === null ? {} : { version }) }
      return callApi('getLoopKpis', { params: { loop }, query }, signal)
    },
    refetchInterval: ({ state }) => (state.data === undefined ? false : refreshMs),
    // Another time or version of the same loop: what stood there stays until it is read.
    placeholderData: (previous) => (previous?.loop === loop ? previous : undefined),
  })
}
