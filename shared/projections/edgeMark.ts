import type { Program } from '../compile/program.ts'
import { effectOf } from '../engine/evolvePlanning.ts'
import type { RunState } from '../engine/state.ts'
import type { Edge } from '../graph/edge.ts'
import type { NodeId } from '../graph/ids.ts'
import { actionMark } from './actionMark.ts'
import { type Accepted, approvalsOf, isAccepted, type NodeMarkState, phaseOf } from './nodeMark.ts'

/** `active` is where the run is now, the way that the last verdict chose included; `taken` is where it went. */
export type EdgeMark = 'taken' | 'active' | 'idle'

export function edgeMark(program: Program, state: RunState, edge: Edge): EdgeMark {
  if (!isAccepted(state)) return 'idle'
  const { node, port } = edge.from
  switch (port) {
    case 'input':
      return phaseOf(state)?.at === 'input' ? 'active' : 'taken'
    case 'plan':
      return Object.hasOwn(program.approvals, edge.to.node)
        ? askedEdge(state, edge.to.node)
        : planEdge[actionMark(program, state, edge.to.node).state]
    case 'result':
      return resultEdge(program, state, node)
    case 'undo':
      return undoEdge(state, node)
    case 'pass':
    case 'replan':
    case 'rollback':
    case 'escalate':
    case 'bail':
      return verdictEdge(state, node, port)
    case 'granted':
    case 'denied':
    case 'expired':
      return decisionEdge(state, edge)
    case 'in':
    case 'step':
      return 'idle'
  }
}

const planEdge = {
  idle: 'idle',
  pending: 'idle',
  skipped: 'idle',
  waiting: 'active',
  running: 'active',
  succeeded: 'taken',
  failed: 'taken',
  uncertain: 'taken',
  compensated: 'taken',
} as const satisfies Record<NodeMarkState, EdgeMark>

/** A plan that leads to an approval, which asks about its steps. */
function askedEdge(state: Accepted, node: NodeId): EdgeMark {
  const asked = approvalsOf(state, node)
  if (asked.some(({ status }) => status === 'open')) return 'active'
  return asked.length > 0 ? 'taken' : 'idle'
}

function resultEdge(program: Program, state: Accepted, action: NodeId): EdgeMark {
  const mark = actionMark(program, state, action)
  if (planEdge[mark.state] !== 'taken') return 'idle'
  const phase = phaseOf(state)
  const isNow = mark.iteration === state.iteration?.number
  if (isNow && phase?.at === 'acting') return 'idle'
  return isNow && phase?.at === 'verifying' ? 'active' : 'taken'
}

function undoEdge(state: Accepted, action: NodeId): EdgeMark {
  const { iteration } = state
  const undoing = state.status === 'active' ? state.undoing : null
  if (!undoing && state.undone.length === 0) return 'idle'
  const isOf = (step: { action: NodeId }) => step.action === action
  const now = (iteration?.plan?.steps ?? [])
    .filter(isOf)
    .map((step) => effectOf(state, { iteration: iteration?.number ?? 0, step: step.id }))
  const effects = [...state.past.filter(isOf).map((step) => effectOf(state, step)), ...now]
  if (undoing && effects.includes(undoing.undoes)) return 'active'
  return effects.some((effect) => state.undone.includes(effect)) ? 'taken' : 'idle'
}

function verdictEdge(state: Accepted, verifier: NodeId, port: string): EdgeMark {
  const { iteration, verdict } = state
  if (verdict?.verifier === verifier && verdict.verdict === port)
    return state.status === 'ended' ? 'taken' : 'active'
  if (iteration?.because?.verifier === verifier && iteration.because.verdict === port) return 'taken'
  const passed = port === 'pass' && verdict?.verifier !== verifier && state.judgedBy.includes(verifier)
  return passed ? 'taken' : 'idle'
}

function decisionEdge(state: Accepted, { from, to }: Edge): EdgeMark {
  const asked = approvalsOf(state, from.node)
  if (asked.at(-1)?.subject.of !== 'step') return asked.at(-1)?.status === from.port ? 'taken' : 'idle'
  const plan = state.iteration?.plan
  const steps = new Set(plan?.steps.filter(({ action }) => action === to.node).map(({ id }) => id))
  const isOf = (step: string) => steps.has(step.replace(/\[\d+\]$/, ''))
  const granted = asked.some(
    ({ subject, status }) => subject.of === 'step' && status === 'granted' && isOf(subject.step),
  )
  return granted ? 'taken' : 'idle'
}
