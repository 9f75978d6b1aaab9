import type { ProgramAction } from '../../compile/program.ts'
import type { Rejection } from '../command.ts'
import { probeEffectId } from '../effectId.ts'
import { mayRetry, nextAttemptAt } from '../retry.ts'
import type { ActiveRun, EndedRun, Undoing } from '../state.ts'
import type { Turn } from '../turn.ts'
import type { CommandOf } from './commandOf.ts'
import { type Finding, lookAtProbe } from './lookAtProbe.ts'
import { failUndo, probedUndo, takeUndo } from './settleCompensation.ts'

type Probing = Undoing & { probing: NonNullable<Undoing['probing']> }

/** Takes what a probe of an undo found. No limit but its action's retries bounds it: what undoes is not stopped by what was done. */
export function settleUndoProbe(
  turn: Turn,
  state: ActiveRun | EndedRun,
  { effect, attempt, result }: CommandOf<'settle-probe'>,
): Rejection | null {
  const undoing = state.status === 'active' ? state.undoing : null
  const action = undoing ? turn.program.actions[undoing.action] : undefined
  const isAwaited = undoing && probeEffectId(undoing.effect) === effect && undoing.probes === attempt
  if (state.status === 'ended' || !isAwaited || !undoing.probing || !action?.probe)
    return { code: 'duplicate', message: `Nobody waits for the probe ${effect} any more.` }
  const finding = lookAtProbe(turn, state, action.probe, { args: undoing.args }, result)
  conclude(turn, state, { ...undoing, probing: undoing.probing }, action, finding)
  return null
}

function conclude(
  turn: Turn,
  state: ActiveRun,
  undoing: Probing,
  action: ProgramAction,
  finding: Finding,
): void {
  const { attempt, probing } = undoing
  switch (finding.is) {
    case 'happened':
      probedUndo(turn, state, undoing, { result: 'happened', message: `It happened, in attempt ${attempt}.` })
      return takeUndo(turn, undoing, action, { ok: true, output: finding.output })
    case 'not-happened': {
      const message = `Attempt ${attempt} did not happen, so it is safe to try again.`
      probedUndo(turn, state, undoing, { result: 'not-happened', message })
      const error = { ...probing.error, mayHaveHappened: false }
      return failUndo(turn, undoing, error, !mayRetry(action, error, attempt))
    }
    case 'unknown':
      return lookAgain(turn, state, undoing, action, finding)
  }
}

/** A probe that failed is made again as the action's retries say: it changes nothing. */
function lookAgain(
  turn: Turn,
  state: ActiveRun,
  undoing: Probing,
  action: ProgramAction,
  { message, error }: Extract<Finding, { is: 'unknown' }>,
): void {
  const { probes, probing, effect } = undoing
  const attempt = probes - probing.first + 1
  if (error && mayRetry(action, { ...error, mayHaveHappened: false }, attempt)) {
    const failed = { seed: state.seed, effect: probeEffectId(effect), attempt, error, at: turn.at }
    return probedUndo(turn, state, undoing, {
      result: 'unknown',
      message,
      retryAt: nextAttemptAt(action, failed),
    })
  }
  probedUndo(turn, state, undoing, { result: 'unknown', message })
  const words = `${probing.error.message} Whether it happened could not be found out: ${message}`
  failUndo(turn, undoing, { ...probing.error, message: words }, true)
}
