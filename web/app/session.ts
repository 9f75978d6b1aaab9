import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { z } from 'zod'
import type { Session as SessionSchema } from '../../shared/api/identity.ts'
import type { Right } from '../../shared/api/rights.ts'
import { callApi } from './api.ts'
import { ApiError } from './apiError.ts'

export type Session = z.infer<typeof SessionSchema>

/** Where the cache keeps who is signed in. */
export const sessionKey = ['getSession', null, null] as const

/** Who is signed in; null when nobody is. */
export function useSessionQuery() {
  return useQuery<Session | null, ApiError>({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => {
      try {
        return await callApi('getSession', {}, signal)
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }
    },
    staleTime: 60_000,
  })
}

export const SessionContext = createContext<Session | null>(null)

/** The session of the pages behind sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession needs a page behind sign-in')
  return session
}

/** Whether the signed-in person may do what asks for this right. The server decides again, always. */
export function useCan(right: Right): boolean {
  return useSession().rights.includes(right)
}
