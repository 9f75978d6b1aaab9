import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './apiError.ts'
import { sessionKey } from './session.ts'
import { worthRetrying } from './useApi.ts'

/** A cache for one mounted application. A 401 anywhere drops the session, which leads to the sign-in page. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) client.setQueryData(sessionKey, null)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // A local server answers with no network at all, so the browser's idea of being offline is not asked.
      queries: {
        networkMode: 'always',
        retry: worthRetrying,
        retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 10_000),
        staleTime: 2_000,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  return client
}
