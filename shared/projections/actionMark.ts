import type { Program } from '../compile/program.ts'
import { actionEffectId } from '../engine/effectId.ts'
import { effectOf } from '../engine/evolvePlanning.ts'
import type { Iteration, StepState } from '../engine/state.ts'
import type { NodeId } from '../graph/ids.ts'
import { type Accepted, idle, isAsked, type NodeMark, type NodeMarkState } from './nodeMark.ts'

/** An action can have several steps: the one that needs attention most speaks for it. */
const attention = {
  running: 0,
  failed: 1,
  uncertain: 2,
  waiting: 3,
  pending: 4,
  compensated: 5,
  succeeded: 6,
  skipped: 7,
  idle: 8,
} as const satisfies Record<NodeMarkState, number>

const known = new WeakMap<Accepted, { program: Program; marks: Map<NodeId, NodeMark> }>()

/** What the run does, or did last, at an action: as a step, or as what undoes one. Made once a state. */
export function actionMark(program: Program, state: Accepted, action: NodeId): NodeMark {
  const before = known.get(state)
  const marks = before?.program === program ? before.marks : new Map<NodeId, NodeMark>()
  if (marks !== before?.marks) known.set(state, { program, marks })
  const mark = marks.get(action) ?? makeMark(program, state, action)
  marks.set(action, mark)
  return mark
}

function makeMark(program: Program, state: Accepted, action: NodeId): NodeMark {
  const marks = [
    ...undoMarks(program, state, action),
    ...currentMarks(program, state, state.iteration, action),
  ]
  const isLouder = (mark: NodeMark, than: NodeMark) => attention[mark.state] < attention[than.state]
  return (
    marks.reduce<NodeMark | undefined>(
      (loudest, mark) => (loudest && !isLouder(mark, loudest) ? loudest : mark),
      undefined,
    ) ?? pastMark(state, action)
  )
}

function currentMarks(
  program: Program,
  state: Accepted,
  iteration: Iteration | null,
  action: NodeId,
): NodeMark[] {
  if (!iteration?.plan) return []
  return iteration.plan.steps.flatMap((step, place) => {
    if (step.action !== action) return []
    const own = iteration.steps[place]
    const mark = {
      ...stepMark(own, iteration.number),
      ...waitWords(program, action, own),
      ...itemWords(iteration, place),
    }
    const isUndone = state.undone.includes(actionEffectId(state.run, iteration.number, step.id))
    if (isUndone) return [{ ...mark, state: 'compensated' as const }]
    const isWaiting = mark.state === 'pending' && isAsked(state, 'step', step.id)
    return [isWaiting ? { ...mark, state: 'waiting' as const } : mark]
  })
}

/** A step that only waits says for what. */
function waitWords(program: Program, action: NodeId, step: StepState | undefined): Partial<NodeMark> {
  if (step?.status !== 'running' || step.until === null) return {}
  const call = program.actions[action]?.call
  const wait = call?.uses === 'wait' ? call.for : null
  return {
    state: 'waiting',
    says: wait?.type === 'event' ? `Waits for the event ${wait.event}` : 'Waits for its time',
  }
}

/** A step that maps over a list says how far it is. */
function itemWords(iteration: Iteration, place: number): Partial<NodeMark> {
  const list = iteration.expanded.find((each) => each.place === place)
  if (!list) return {}
  const items = iteration.steps.slice(list.first, list.first + list.items.length)
  const over = items.filter(
    ({ status }) => status !== 'waiting' && status !== 'running' && status !== 'probing',
  )
  return { says: `${over.length} of ${items.length} items` }
}

function stepMark(step: StepState | undefined, iteration: number): NodeMark {
  const mark: NodeMark = { ...idle, state: 'pending', iteration }
  if (!step) return mark
  switch (step.status) {
    case 'waiting':
      return mark
    case 'mapping':
      return { ...mark, state: 'running' }
    case 'running':
    case 'probing':
      return { ...mark, state: 'running', attempt: step.attempt, says: step.error?.message ?? null }
    case 'succeeded':
      return {
        ...mark,
        state: 'succeeded',
        attempt: step.attempts,
        durationMs: step.settledAt - step.startedAt,
      }
    case 'uncertain':
      return {
        ...mark,
        state: 'uncertain',
        attempt: step.attempts,
        durationMs: step.settledAt - step.startedAt,
        says: step.error.message,
      }
    case 'failed':
      return {
        ...mark,
        state: 'failed',
        attempt: step.attempts || null,
        durationMs: step.began && step.settledAt - step.began.startedAt,
        says: step.error.message,
      }
    case 'skipped':
      return { ...mark, state: 'skipped', says: step.message }
  }
}

function undoMarks(program: Program, state: Accepted, action: NodeId): NodeMark[] {
  const { run, undoing } = state.status === 'active' ? state : { ...state, undoing: null }
  const now: NodeMark[] =
    undoing?.action === action
      ? [{ ...idle, state: 'running', attempt: undoing.attempt, says: `Undoes ${undoing.step}` }]
      : []
  if (state.undone.length === 0 && state.notUndone.length === 0) return now
  const steps = [...state.past, ...startedNow(state)]
  const over = steps.flatMap((step): NodeMark[] => {
    if (program.actions[step.action]?.undo?.action !== action) return []
    const effect = effectOf({ run }, step)
    if (state.undone.includes(effect))
      return [{ ...idle, state: 'succeeded', iteration: step.iteration, says: `Undid ${step.step}` }]
    if (!state.notUndone.includes(effect)) return []
    return [{ ...idle, state: 'failed', iteration: step.iteration, says: `Could not undo ${step.step}` }]
  })
  return [...now, ...over]
}

function startedNow({ iteration }: Accepted): { iteration: number; step: string; action: NodeId }[] {
  if (!iteration?.plan) return []
  return iteration.plan.steps
    .filter((_, place) => {
      const status = iteration.steps[place]?.status
      return status === 'succeeded' || status === 'failed' || status === 'uncertain'
    })
    .map((step) => ({ iteration: iteration.number, step: step.id, action: step.action }))
}

/** The last thing that an earlier iteration did with the action. */
function pastMark(state: Accepted, action: NodeId): NodeMark {
  const step = state.past.findLast((each) => each.action === action)
  if (!step) return idle
  return {
    ...idle,
    state: state.undone.includes(effectOf(state, step)) ? 'compensated' : step.status,
    attempt: step.attempts,
    durationMs: step.settledAt - step.startedAt,
    iteration: step.iteration,
    says: step.status === 'succeeded' ? null : step.error.message,
  }
}
