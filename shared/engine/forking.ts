import type { Program } from '../compile/program.ts'
import type { Rejection } from './command.ts'
import type { Carried, Fork } from './fork.ts'
import { goTo } from './routing.ts'
import type { ActiveRun } from './state.ts'
import type { Turn } from './turn.ts'

/** What a fork has still to go on with; null once it has begun an iteration, and for any other run. */
export function stillToEnter({ fork, iteration }: ActiveRun): Carried | null {
  return iteration === null ? (fork?.carried ?? null) : null
}

/** Goes where the fork goes on: past each approval that has to be given again, then to its planner. Whether something was recorded. */
export function enterFork(turn: Turn, state: ActiveRun, { planner, because, approvals }: Carried): boolean {
  const open = approvals.find(
    (node) => Object.hasOwn(turn.program.approvals, node) && !isGranted(state, node),
  )
  const message = 'The run that it is a fork of went on here.'
  const arrival = { reason: 'outcome' as const, message, because, otherwise: 'failed' as const }
  return goTo(turn, state, open ?? planner, arrival)
}

function isGranted({ approvals }: ActiveRun, node: string): boolean {
  return approvals.some(
    ({ subject, status }) => subject.of === 'node' && subject.node === node && status === 'granted',
  )
}

/** Why a run of this program can't go on from there; null when it can. */
export function whyNotForked(program: Program, { iteration, carried }: Fork): Rejection | null {
  if (!carried || Object.hasOwn(program.planners, carried.planner)) return null
  const message = `This version has no planner “${carried.planner}”, which iteration ${iteration} is planned by. Choose a version that has it, or fork at iteration 1, which begins at the trigger.`
  return { code: 'fork-invalid', message, errors: [{ pointer: '/version', message }] }
}
