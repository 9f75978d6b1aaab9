import { useApi } from '../../app/useApi.ts'
import { useGuarded } from '../../settings/publishing/useGuarded.ts'
import { useWaitingControl } from '../../settings/publishing/useWaitingControl.ts'

const refreshMs = 5_000
const badgeMs = 30_000

/** The proposals of a status, newest first, kept up to date. */
export const useProposals = (status: 'open' | 'settled') =>
  useApi('listProposals', { query: { status } }, { refetchInterval: refreshMs })

/** How many proposals wait, of loops and of the workspace; null until that is known. */
export function useOpenProposals(): number | null {
  const { data } = useApi('listProposals', { query: { status: 'open' } }, { refetchInterval: badgeMs })
  const control = useWaitingControl()
  const guarded = useGuarded()
  return data ? data.proposals.length + (control ? 1 : 0) + guarded.length : null
}
