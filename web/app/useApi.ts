import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RouteName } from '../../shared/api/routes.ts'
import { toast } from '../ui/toast.ts'
import { type Answer, callApi, type Request } from './api.ts'
import { ApiError } from './apiError.ts'
import { problemAdvice } from './problemAdvice.ts'

/** The cache key of a read; its first part is the route's name, so that a change can drop all reads of a route. */
export function keyOf<N extends RouteName>(name: N, request: Request<N>): readonly unknown[] {
  return [name, request.params ?? null, request.query ?? null]
}

type ReadOptions = {
  /** Reads again that often, once there is an answer: asking on would hide why there is none. */
  refetchInterval?: number
  enabled?: boolean
  staleTime?: number
}

/** Reads from the API and keeps the answer; the same read elsewhere shares it. */
export function useApi<N extends RouteName>(
  name: N,
  request: Request<N>,
  { refetchInterval, ...options }: ReadOptions = {},
): UseQueryResult<Answer<N>, ApiError> {
  return useQuery<Answer<N>, ApiError>({
    queryKey: keyOf(name, request),
    queryFn: ({ signal }) => callApi(name, request, signal),
    ...(refetchInterval === undefined
      ? {}
      : { refetchInterval: ({ state }) => (state.data === undefined ? false : refetchInterval) }),
    ...options,
  })
}

type ChangeOptions<N extends RouteName> = {
  /** The reads that are no longer true afterwards. */
  drops?: readonly RouteName[]
  /** When it returns a promise, the change counts as under way until that settles. */
  onDone?: (answer: Answer<N>, request: Request<N>) => unknown
  /** False where the error is shown in place; otherwise a toast says it. */
  toastErrors?: boolean
}

/** Changes something through the API, then drops the reads that it makes stale. */
export function useChange<N extends RouteName>(
  name: N,
  { drops = [], onDone, toastErrors = true }: ChangeOptions<N> = {},
) {
  const client = useQueryClient()
  return useMutation<Answer<N>, ApiError, Request<N>>({
    mutationFn: (request) => callApi(name, request),
    onSuccess: async (answer, request) => {
      await onDone?.(answer, request)
      await Promise.all(drops.map((route) => client.invalidateQueries({ queryKey: [route] })))
    },
    onError: (error) => {
      if (toastErrors) toast.error(error.message, { description: problemAdvice[error.code] })
    },
  })
}

/** Asks again only where asking again can help. */
export function worthRetrying(failures: number, error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return error.code === 'unreachable' ? true : error.status >= 500 && failures < 2
}
