import type { Program } from '../compile/program.ts'
import { iterationsBegun } from '../engine/iterationNumber.ts'
import type { RunState } from '../engine/state.ts'
import type { Graph } from '../graph/graph.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Node } from '../graph/nodes/node.ts'
import { actionMark } from './actionMark.ts'
import { type EdgeMark, edgeMark } from './edgeMark.ts'
import {
  type Accepted,
  approvalsOf,
  idle,
  isAccepted,
  isAsked,
  isShown,
  type NodeMark,
  phaseOf,
  type ShownMark,
  stateOfOutcome,
} from './nodeMark.ts'

/** What a run shows on the graph that it followed. A node where nothing has happened has no mark. */
export type CanvasMarks = {
  nodes: Readonly<Record<NodeId, ShownMark>>
  edges: Readonly<Record<string, EdgeMark>>
  /** What it used of its limits. */
  used: { iterations: number; costUsd: number }
}

/** What a run shows on the graph of its version, at the moment of `state`. */
export function canvasMarks(graph: Graph, program: Program, state: RunState): CanvasMarks {
  return {
    nodes: Object.fromEntries(
      graph.nodes.flatMap((node): [NodeId, ShownMark][] => {
        const mark = nodeMark(program, state, node)
        return isShown(mark) ? [[node.id, mark]] : []
      }),
    ),
    edges: Object.fromEntries(graph.edges.map((edge) => [edge.id, edgeMark(program, state, edge)])),
    used: isAccepted(state)
      ? { iterations: iterationsBegun(state), costUsd: state.costUsd }
      : { iterations: 0, costUsd: 0 },
  }
}

function nodeMark(program: Program, state: RunState, node: Node): NodeMark {
  if (!isAccepted(state)) return idle
  switch (node.kind) {
    case 'trigger':
      return triggerMark(state)
    case 'planner':
      return plannerMark(program, state, node.id)
    case 'action':
      return actionMark(program, state, node.id)
    case 'verifier':
      return verifierMark(state, node.id)
    case 'approval':
      return approvalMark(state, node.id)
    case 'outcome':
      return outcomeMark(state, node.id)
  }
}

function triggerMark(state: Accepted): NodeMark {
  const phase = phaseOf(state)
  if (phase?.at === 'queued') return { ...idle, state: 'waiting', says: 'Waits for its turn' }
  if (phase?.at === 'input') return { ...idle, state: isAsked(state, 'input') ? 'waiting' : 'running' }
  const stayed = state.status === 'ended' && state.iteration === null && state.node === null
  return stayed ? { ...idle, state: 'failed', says: state.message } : { ...idle, state: 'succeeded' }
}

const withoutPlan = new Set(['no-plan', 'plan-denied', 'approval-denied', 'approval-expired'])

function plannerMark(program: Program, state: Accepted, planner: NodeId): NodeMark {
  const { iteration } = state
  const phase = phaseOf(state)
  if (phase?.at === 'delayed' && phase.planner === planner)
    return { ...idle, state: 'waiting', says: 'Waits before the next iteration' }
  if (iteration?.planner !== planner) return pastPlannerMark(program, state, planner)
  const mark: NodeMark = { ...idle, iteration: iteration.number }
  if (phase?.at === 'planning') return { ...mark, state: 'running' }
  if (phase?.at === 'proposed') return { ...mark, state: isAsked(state, 'plan') ? 'waiting' : 'running' }
  const rejected = iteration.steps.length === 0 && state.stop !== null && withoutPlan.has(state.stop.reason)
  if (rejected) return { ...mark, state: 'failed', says: state.stop?.message ?? null }
  return { ...mark, state: 'succeeded', says: iteration.plan?.rationale.join(' ') || null }
}

/** A planner of an earlier stage is known by what its actions did. */
function pastPlannerMark(program: Program, state: Accepted, planner: NodeId): NodeMark {
  const actions = program.planners[planner]?.actions ?? []
  const step = state.past.findLast((each) => actions.includes(each.action))
  return step ? { ...idle, state: 'succeeded', iteration: step.iteration } : idle
}

function verifierMark(state: Accepted, verifier: NodeId): NodeMark {
  const { iteration, verdict } = state
  const phase = phaseOf(state)
  const mark: NodeMark = { ...idle, iteration: iteration?.number ?? null }
  if (isAsked(state, 'verdict', verifier)) return { ...mark, state: 'waiting' }
  if (phase?.at === 'verifying' && phase.verifier === verifier) return { ...mark, state: 'running' }
  if (verdict?.verifier === verifier)
    return {
      ...mark,
      iteration: verdict.iteration,
      state: verdict.verdict === 'pass' ? 'succeeded' : 'failed',
      says: [`Verdict ${verdict.verdict}`, verdict.reasons.join('; ')].filter(Boolean).join(': '),
    }
  // An earlier layer passed, else the next would not have judged.
  if (state.judgedBy.includes(verifier)) return { ...mark, state: 'succeeded', says: 'Verdict pass' }
  return idle
}

function approvalMark(state: Accepted, node: NodeId): NodeMark {
  const asked = approvalsOf(state, node)
  const approval = asked.findLast(({ status }) => status === 'open') ?? asked.at(-1)
  if (!approval) return idle
  const mark: NodeMark = { ...idle, iteration: state.iteration?.number ?? null }
  const by = approval.grantedBy.join(', ')
  switch (approval.status) {
    case 'open': {
      const open = asked.filter(({ status }) => status === 'open').length
      const votes = `${approval.grantedBy.length} of ${approval.need} approved`
      return { ...mark, state: 'waiting', says: open > 1 ? `${open} steps wait for approval` : votes }
    }
    case 'granted':
      return { ...mark, state: 'succeeded', says: `Approved by ${by}` }
    case 'denied':
      return { ...mark, state: 'failed', says: 'Denied' }
    case 'expired':
      return { ...mark, state: 'failed', says: 'Nobody decided in time' }
    case 'sent-back':
      return { ...mark, state: 'failed', says: 'Sent back' }
    case 'superseded':
      return { ...mark, state: 'skipped', says: 'Not needed any more' }
  }
}

function outcomeMark(state: Accepted, node: NodeId): NodeMark {
  if (state.status !== 'ended' || state.node !== node) return idle
  return { ...idle, state: stateOfOutcome[state.outcome], says: state.message || null }
}
