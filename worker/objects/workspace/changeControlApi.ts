import type { ChangeControl, ControlProposal } from '../../../shared/api/changeControl.ts'
import type { GuardedChange, GuardedProposal } from '../../../shared/api/guardedChanges.ts'
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
  /** Changes of policies and hosts that wait for a second person, newest first. */
  guardedProposals(): Promise<GuardedProposal[]>
  /** Refuses what somebody may do alone, and what could not be done. */
  proposeGuarded(change: GuardedChange, reason: string, who: Who): Promise<Answer<GuardedProposal>>
  /** What waits from then on. */
  decideGuarded(decision: DecideProposal, who: Who): Promise<Answer<GuardedProposal[]>>
}
