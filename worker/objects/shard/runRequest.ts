import { assertNever } from '../../../shared/assertNever.ts'
import { isAsked, whyNotAsked } from '../../../shared/engine/asked.ts'
import type { Candidate } from '../../../shared/engine/command.ts'
import type { Approval, RunState } from '../../../shared/engine/state.ts'
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
      const approval = approvalIn(state, request.approval)
      const why = approval && whyNotAsked(approval, { by, role })
      return why ? refuse('forbidden', why) : answer({ ...request, ...doerOf(principal) })
    }
    case 'assign-approval': {
      const approval = approvalIn(state, request.approval)
      // Whoever is asked may hand it on, also when it is somebody else's: else it waited for them in vain.
      const why = approval && whyNotAsked({ ...approval, assignee: null }, { by, role })
      if (why) return refuse('forbidden', why)
      const { to: named, ...rest } = request
      const to = named && 'named' in named ? oneOf(named.named, approval) : named
      if (to === undefined) return refuse('invalid-request', 'Nobody of that name is known here.')
      return answer({ ...rest, to, ...doerOf(principal) })
    }
    case 'comment-approval':
      return answer({ ...request, ...doerOf(principal) })
    default:
      return assertNever(request)
  }
}

function approvalIn(state: RunState, id: string): Approval | undefined {
  return state.status === 'new' ? undefined : state.approvals.find((approval) => approval.id === id)
}

/** Of several by one name, one whom it asks, where there is one. */
function oneOf(named: readonly Candidate[], approval: Approval | undefined): Candidate | undefined {
  return named.find(({ role }) => approval && isAsked(approval, role)) ?? named[0]
}
