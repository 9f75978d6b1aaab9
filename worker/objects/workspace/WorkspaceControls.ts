import type { ChangeControl } from '../../../shared/api/changeControl.ts'
import type { GuardedChange } from '../../../shared/api/guardedChanges.ts'
import type { DecideProposal } from '../../../shared/api/proposals.ts'
import type { Who } from '../../security/principal.ts'
import type { ChangeControls } from './ChangeControls.ts'
import type { ChangeControlApi } from './changeControlApi.ts'
import type { GuardedChanges } from './GuardedChanges.ts'
import { WorkspacePeople } from './WorkspacePeople.ts'

/** What others ask a workspace of changes that take two. */
export abstract class WorkspaceControls extends WorkspacePeople implements ChangeControlApi {
  protected abstract readonly controls: ChangeControls
  protected abstract readonly guarded: GuardedChanges

  async changeControl() {
    return this.controls.current()
  }

  async putChangeControl(control: ChangeControl, reason: string, by: string) {
    return this.controls.put(control, reason, by)
  }

  async controlProposal() {
    return this.controls.proposal()
  }

  async proposeControl(control: ChangeControl, reason: string, who: Who) {
    return this.controls.propose(control, reason, who)
  }

  async decideControl(decision: DecideProposal, who: Who) {
    return this.controls.decide(decision, who)
  }

  async guardedProposals() {
    return this.guarded.list()
  }

  async proposeGuarded(change: GuardedChange, reason: string, who: Who) {
    return this.guarded.propose(change, reason, who)
  }

  async decideGuarded(decision: DecideProposal, who: Who) {
    return this.guarded.decide(decision, who)
  }
}
