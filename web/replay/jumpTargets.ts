import type { RunEvent } from '../../shared/engine/event.ts'
import { isDenial, isFallen } from './eventFamily.ts'

/** What the playback can jump to. */
export type JumpTarget = 'failure' | 'approval' | 'replan' | 'rollback'

/** Cursor positions, ascending, at which each kind of moment has just happened. */
export type Marks = Readonly<Record<JumpTarget | 'iteration', readonly number[]>>

export const noMarks: Marks = { failure: [], approval: [], replan: [], rollback: [], iteration: [] }

/** What moments an event is. */
function momentsOf(event: RunEvent): readonly (JumpTarget | 'iteration')[] {
  switch (event.type) {
    case 'iteration.started':
      return ['iteration']
    case 'step.failed':
    case 'step.retried':
    case 'step.uncertain':
    case 'plan.rejected':
    case 'compensation.failed':
      return ['failure']
    case 'check.completed':
      return isFallen(event.data.result) ? ['failure'] : []
    case 'check.answered':
      return event.data.answer.ok ? [] : ['failure']
    case 'policy.evaluated':
      return isDenial(event.data) ? ['failure'] : []
    case 'approval.requested':
    case 'approval.granted':
    case 'approval.denied':
    case 'approval.expired':
    case 'approval.edited':
    case 'approval.sent-back':
    case 'approval.superseded':
      return ['approval']
    case 'plan.answered':
      return event.data.answer.ok ? [] : ['failure']
    case 'assumption.checked':
      return event.data.holds ? [] : ['failure']
    case 'verdict.reached':
      if (event.data.verdict === 'replan') return ['replan']
      return event.data.verdict === 'rollback' ? ['rollback'] : []
    case 'compensation.started':
      return ['rollback']
    case 'run.accepted':
    case 'approval.assigned':
    case 'approval.commented':
    case 'run.admitted':
    case 'signal.received':
    case 'input.checked':
    case 'iteration.delayed':
    case 'check.asked':
    case 'step.expanded':
    case 'step.probed':
    case 'plan.requested':
    case 'plan.proposed':
    case 'plan.adopted':
    case 'step.started':
    case 'step.succeeded':
    case 'step.skipped':
    case 'step.late':
    case 'compensation.succeeded':
    case 'lease.granted':
    case 'lease.released':
    case 'run.paused':
    case 'run.resumed':
    case 'run.cancelled':
    case 'run.ended':
      return []
  }
}

/** The marks with those of more events added; `before` events came earlier. */
export function addMarks(marks: Marks, more: readonly RunEvent[], before: number): Marks {
  const next = {
    failure: [...marks.failure],
    approval: [...marks.approval],
    replan: [...marks.replan],
    rollback: [...marks.rollback],
    iteration: [...marks.iteration],
  }
  more.forEach((event, index) => {
    for (const moment of momentsOf(event)) next[moment].push(before + index + 1)
  })
  return next
}

/** The first position past `from` in that direction; null when there is none. */
export function nextMark(positions: readonly number[], from: number, direction: 1 | -1): number | null {
  if (direction === 1) return positions.find((position) => position > from) ?? null
  return positions.findLast((position) => position < from) ?? null
}
