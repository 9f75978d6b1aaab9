import type { ControlProposal } from '../../../shared/api/changeControl.ts'
import { useApi } from '../../app/useApi.ts'

const refreshMs = 30_000

/** The change by which a second person would be asked less, as long as it waits for one; null where none does or that is not known. */
export function useWaitingControl(): ControlProposal | null {
  const { data } = useApi('getControlProposal', {}, { refetchInterval: refreshMs })
  return data?.proposal ?? null
}
