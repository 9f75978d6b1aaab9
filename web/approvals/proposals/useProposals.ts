import { useApi } from '../../app/useApi.ts'

const refreshMs = 5_000
const badgeMs = 30_000

/** The proposals of a status, newest first, kept up to date. */
export const useProposals = (status: 'open' | 'settled') =>
  useApi('listProposals', { query: { status } }, { refetchInterval: refreshMs })

/** How many proposals wait; null until that is known. */
export function useOpenProposals(): number | null {
  const { data } = useApi('listProposals', { query: { status: 'open' } }, { refetchInterval: badgeMs })
  return data?.proposals.length ?? null
}
