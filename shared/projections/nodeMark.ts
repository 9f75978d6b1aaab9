import type { ActiveRun, EndedRun, Phase, RunState } from '../engine/state.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'

export type NodeMarkState =
  | 'idle'
  | 'pending'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'uncertain'
  | 'compensated'

/** What a run did at a node, as its card shows it. What is not known, or does not apply, is null. */
export type NodeMark = {
  state: NodeMarkState
  attempt: number | null
  durationMs: number | null
  iteration: number | null
  /** One line instead of what the node does: an error, a verdict with its reasons, how the run ended. */
  says: string | null
}

/** The mark of a node where something has happened. */
export type ShownMark = NodeMark & { state: Exclude<NodeMarkState, 'idle'> }

export function isShown(mark: NodeMark): mark is ShownMark {
  return mark.state !== 'idle'
}

export const idle: NodeMark = {
  state: 'idle',
  attempt: null,
  durationMs: null,
  iteration: null,
  says: null,
}

export type Accepted = ActiveRun | EndedRun

export function isAccepted(state: RunState): state is Accepted {
  return state.status !== 'new'
}

/** Where an active run stands; null once it has ended. */
export function phaseOf(state: Accepted): Phase | null {
  return state.status === 'active' ? state.phase : null
}

/** Whether a person is asked about this very thing. */
export function isAsked(
  state: Accepted,
  of: ActiveRun['approvals'][number]['subject']['of'],
  about?: string,
): boolean {
  return state.approvals.some(({ status, subject }) => {
    if (status !== 'open' || subject.of !== of) return false
    if (about === undefined) return true
    if (subject.of === 'node') return subject.node === about
    if (subject.of === 'step') return subject.step === about
    return subject.of !== 'verdict' || subject.verifier === about
  })
}

/** What an approval node asked: where the run came to it, or for each step of the actions that it stands before. */
export function approvalsOf(state: Accepted, node: NodeId): ActiveRun['approvals'] {
  return state.approvals.filter(({ subject, iteration }) =>
    subject.of === 'node'
      ? subject.node === node
      : subject.of === 'step' &&
        subject.policy === `approval:${node}` &&
        iteration === state.iteration?.number,
  )
}

/** How reaching an outcome looks. */
export const stateOfOutcome = {
  succeeded: 'succeeded',
  failed: 'failed',
  'rolled-back': 'compensated',
  bailed: 'failed',
  cancelled: 'skipped',
} as const satisfies Record<Outcome, NodeMarkState>
