import type { EventOf } from './event.ts'
import { placeOf } from './planned.ts'
import type { ActiveRun, Approval } from './state.ts'
import { activeOf, emit, type Turn } from './turn.ts'

/** Closes the open approvals that nobody has to decide any more, or whose deadline has passed. Whether there were any. */
export function closeApprovals(turn: Turn, state: ActiveRun): boolean {
  const before = turn.events.length
  for (const approval of state.approvals) {
    if (approval.status !== 'open') continue
    const gone = whyGone(state, approval)
    if (gone !== null) supersede(turn, approval, gone)
    else if (approval.deadline <= turn.at)
      emit(turn, { type: 'approval.expired', data: { approval: approval.id } })
  }
  return turn.events.length > before
}

/** Closes what is open because the run ends. */
export function closeAll(turn: Turn): void {
  for (const approval of activeOf(turn)?.approvals ?? [])
    if (approval.status === 'open') supersede(turn, approval, 'The run ended.')
}

/** Closes what was asked about the same thing as it was before. */
export function closeChanged(turn: Turn, { subject }: EventOf<'approval.requested'>['data']): void {
  if (subject.of === 'node') return
  for (const approval of activeOf(turn)?.approvals ?? []) {
    const other = approval.subject
    if (approval.status !== 'open' || other.of !== subject.of || other.policy !== subject.policy) continue
    if (other.of === 'step' && subject.of === 'step' && other.step !== subject.step) continue
    if (other.of === 'verdict' && subject.of === 'verdict' && other.verifier !== subject.verifier) continue
    supersede(turn, approval, 'What it was about has changed.')
  }
}

export function supersede(turn: Turn, { id }: Approval, message: string): void {
  emit(turn, { type: 'approval.superseded', data: { approval: id, message } })
}

/** Why nobody has to decide it any more; null when the run waits for it. */
function whyGone(state: ActiveRun, approval: Approval): string | null {
  if (state.cancel) return 'The run was cancelled.'
  if (state.sentBack) return `${state.sentBack.by} sent it back.`
  return isAskedStill(state, approval) ? null : 'The run does not wait for it any more.'
}

function isAskedStill(state: ActiveRun, { id, subject, iteration: of }: Approval): boolean {
  const { phase, iteration } = state
  if (subject.of === 'node') return phase.at === 'approval' && phase.approval === id
  if (subject.of === 'input') return phase.at === 'input'
  if ((iteration?.number ?? 0) !== of) return false
  switch (subject.of) {
    case 'plan':
      return iteration?.plan?.version === subject.plan && (phase.at === 'proposed' || iteration.amended)
    case 'step': {
      const place = iteration && phase.at === 'acting' ? placeOf(iteration, subject.step) : undefined
      return place !== undefined && iteration?.steps[place]?.status === 'waiting'
    }
    case 'verdict':
      return isJudging(phase.at) && !state.judgedBy.includes(subject.verifier)
  }
}

/** Where a verdict can be waited for: a verifier without checks is judged from wherever the run comes to it. */
function isJudging(at: ActiveRun['phase']['at']): boolean {
  return at === 'verifying' || at === 'acting' || at === 'judged' || at === 'approval'
}
