import type { ChangeControl, ControlProposal } from '../../../shared/api/changeControl.ts'
import type { DecideProposal } from '../../../shared/api/proposals.ts'
import type { Answer } from '../../http/problem.ts'
import type { Who } from '../../security/principal.ts'

/** Which changes ask for a second person, and how that itself changes. */
export type ChangeControlApi = {
  changeControl(): Promise<ChangeControl>
  /** Refuses to ask for a second person less: that is proposed. */
  putChangeControl(control: ChangeControl, reason: string, by: string): Promise<Answer<ChangeControl>>
  /** What waits for a second person; null where nothing does. */
  controlProposal(): Promise<ControlProposal | null>
  proposeControl(control: ChangeControl, reason: string, who: Who): Promise<Answer<ControlProposal>>
  /** What holds from then on. */
  decideControl(decision: DecideProposal, who: Who): Promise<Answer<ChangeControl>>
}
