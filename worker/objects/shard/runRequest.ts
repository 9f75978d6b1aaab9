import { assertNever } from '../../../shared/assertNever.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { doerOf, type Principal } from '../../security/principal.ts'
import type { RunRequest } from '../ports.ts'
import type { Untimed } from './Turns.ts'

/** What a person asks of a run, as a command. An approval is only theirs to decide whose role it names, or an admin's. */
export function commandFor(request: RunRequest, state: RunState, principal: Principal): Answer<Untimed> {
  const { by, role } = principal
  switch (request.type) {
    case 'cancel':
    case 'pause':
    case 'resume':
      return answer({ ...request, by })
    case 'decide-approval': {
      const approvals = state.status === 'new' ? [] : state.approvals
      const approval = approvals.find(({ id }) => id === request.approval)
      const may = role === 'admin' || approval?.approvers.some((approver) => approver === role)
      if (approval && !may) return refuse('forbidden', `This asks for ${approval.approvers.join(' or ')}.`)
      return answer({ ...request, ...doerOf(principal) })
    }
    default:
      return assertNever(request)
  }
}
