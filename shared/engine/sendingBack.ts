import type { Program } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Rejection } from './command.ts'
import { allSettled } from './readySteps.ts'
import { goTo } from './routing.ts'
import type { ActiveRun, Approval, SentBack } from './state.ts'
import type { Turn } from './turn.ts'
import { withdrawSteps } from './withdrawing.ts'

/**
 * Why a run can't be sent back to a planner; null when it can. It goes to one that it was at: another may lie behind an approval that
 * nobody gave.
 */
export function whyNotSentBack(
  program: Program,
  state: ActiveRun,
  { subject }: Approval,
  to: NodeId,
  feedback: string,
): Rejection | null {
  if (subject.of === 'input')
    return invalid('There is no plan of this input yet that could be sent back: deny it instead.')
  if (feedback.trim() === '') return invalid('Say what is to be different, so that the planner can tell.')
  if (!Object.hasOwn(program.planners, to)) return invalid(`The loop has no planner “${to}”.`)
  if (state.planners.includes(to)) return null
  const known = state.planners.map((planner) => `“${planner}”`).join(', ')
  const words = known === '' ? 'The run was at no planner yet.' : `It can go back to ${known}.`
  return invalid(`The run was not at the planner “${to}”. ${words}`)
}

function invalid(message: string): Rejection {
  return { code: 'send-back-invalid', message }
}

/** Goes to the planner that a person named, once what runs has settled. Whether something was recorded. */
export function goBack(turn: Turn, state: ActiveRun, back: SentBack): boolean {
  const { iteration, phase } = state
  const message = `Sent back by ${back.by}: ${back.feedback}`
  if (iteration && phase.at === 'acting' && !allSettled(iteration))
    return withdrawSteps(turn, iteration, message, stepOf(state, back))
  return goTo(turn, state, back.to, { reason: 'verdict', message, because: null, otherwise: 'bailed' })
}

function stepOf({ approvals }: ActiveRun, { approval }: SentBack): string | null {
  const subject = approvals.find(({ id }) => id === approval)?.subject
  return subject?.of === 'step' ? subject.step : null
}
