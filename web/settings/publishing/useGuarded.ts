import { type GuardedProposal, takesTwo } from '../../../shared/api/guardedChanges.ts'
import { useApi } from '../../app/useApi.ts'

const refreshMs = 30_000

/** Changes of policies and hosts that wait for a second person; none as long as that is not known. */
export function useGuarded(): readonly GuardedProposal[] {
  const { data } = useApi('listGuardedChanges', {}, { refetchInterval: refreshMs })
  return data?.proposals ?? []
}

/** Whether such changes take two here. The server says so, too, to whoever does not know it yet. */
export function useTakesTwo(): boolean {
  const { data } = useApi('getChangeControl', {})
  return data !== undefined && takesTwo(data)
}
