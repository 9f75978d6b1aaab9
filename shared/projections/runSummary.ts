import type { Digest } from '../audit/digest.ts'
import type { RunId, StopReason } from '../engine/event.ts'
import { iterationsBegun } from '../engine/iterationNumber.ts'
import type { RunState } from '../engine/state.ts'
import type { LoopName, NodeId } from '../graph/ids.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import type { Json } from '../json.ts'
import { isAsked } from './nodeMark.ts'

/** What a list of runs shows of one. */
export type RunSummary = {
  run: RunId
  loop: LoopName
  program: Digest
  /** `waiting` is for a person. */
  status: 'running' | 'waiting' | 'paused' | 'ended'
  outcome: Outcome | null
  reason: StopReason | null
  node: NodeId | null
  message: string
  body: Json
  iterations: number
  steps: number
  costUsd: number
  startedAt: number
  endedAt: number | null
}

/** The summary of a run at the moment of `state`; null before it was accepted. */
export function runSummary(state: RunState): RunSummary | null {
  if (state.status === 'new') return null
  const { run, loop, program, costUsd, startedAt } = state
  const so = {
    run,
    loop,
    program,
    iterations: iterationsBegun(state),
    steps: state.started,
    costUsd,
    startedAt,
  }
  if (state.status === 'ended') {
    const { outcome, reason, node, message, body, endedAt } = state
    return { ...so, status: 'ended', outcome, reason, node, message, body, endedAt }
  }
  const words = state.stop?.message ?? ''
  const open = { outcome: null, reason: state.stop?.reason ?? null, node: null, body: null, endedAt: null }
  return { ...so, ...open, status: statusOf(state), message: words }
}

const points = ['node', 'input', 'plan', 'step', 'verdict'] as const

function statusOf(state: Extract<RunState, { status: 'active' }>): 'running' | 'waiting' | 'paused' {
  if (state.paused) return 'paused'
  const works =
    state.undoing !== null || state.iteration?.steps.some((step) => step.status === 'running') === true
  return !works && points.some((of) => isAsked(state, of)) ? 'waiting' : 'running'
}
