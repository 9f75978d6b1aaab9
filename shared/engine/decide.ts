import { assertNever } from '../assertNever.ts'
import type { Program } from '../compile/program.ts'
import { advance } from './advance.ts'
import type { Command, Rejection } from './command.ts'
import { accept } from './commands/accept.ts'
import { assignApproval, commentApproval } from './commands/assignApproval.ts'
import { admit, cancel, pause, resume } from './commands/control.ts'
import { decideApproval } from './commands/decideApproval.ts'
import { confirmLeaseRelease, grantLease } from './commands/leases.ts'
import { recover } from './commands/recover.ts'
import { settleCheck } from './commands/settleCheck.ts'
import { settleCompensation } from './commands/settleCompensation.ts'
import { settlePlan } from './commands/settlePlan.ts'
import { settleProbe } from './commands/settleProbe.ts'
import { settleReach } from './commands/settleReach.ts'
import { settleStep } from './commands/settleStep.ts'
import { signal } from './commands/signal.ts'
import type { EventBody } from './event.ts'
import type { RunState } from './state.ts'
import { beginTurn, type Turn } from './turn.ts'

/** `state` is what the events give, folded as they are: a host that changes any of them as it seals it has to fold anew. */
export type Decision =
  | { ok: true; events: EventBody[]; state: RunState }
  | { ok: false; rejection: Rejection }

/**
 * What happens on a command: the command's own facts, and all that follows from them until the run needs the host, a
 * person or time. One turn, to be appended as one transaction. Never throws on a bad command: it refuses, and then
 * nothing happened.
 */
export function decide(program: Program, state: RunState, command: Command): Decision {
  const turn = beginTurn(program, state, command.at)
  const rejection = perform(turn, command)
  if (rejection) return { ok: false, rejection }
  advance(turn)
  return { ok: true, events: turn.events, state: turn.state }
}

function perform(turn: Turn, command: Command): Rejection | null {
  if (command.type === 'accept') return accept(turn, command)
  const { state } = turn
  if (state.status === 'new') return { code: 'not-accepted', message: 'The run has not been accepted.' }
  switch (command.type) {
    case 'settle-step':
      return settleStep(turn, state, command)
    case 'settle-compensation':
      return settleCompensation(turn, state, command)
    case 'settle-plan':
      return settlePlan(turn, state, command)
    case 'settle-check':
      return settleCheck(turn, state, command)
    case 'settle-reach':
      return settleReach(turn, state, command)
    case 'grant-lease':
      return grantLease(turn, state, command)
    case 'confirm-lease-release':
      return confirmLeaseRelease(turn, state, command)
    case 'settle-probe':
      return settleProbe(turn, state, command)
    case 'signal':
      return signal(turn, state, command)
    case 'admit':
      return admit(turn, state)
    case 'tick':
      return null
    case 'recover':
      return recover(turn, state)
    case 'decide-approval':
      return decideApproval(turn, state, command)
    case 'assign-approval':
      return assignApproval(turn, state, command)
    case 'comment-approval':
      return commentApproval(turn, state, command)
    case 'pause':
      return pause(turn, state, command)
    case 'resume':
      return resume(turn, state, command)
    case 'cancel':
      return cancel(turn, state, command)
    default:
      return assertNever(command)
  }
}
