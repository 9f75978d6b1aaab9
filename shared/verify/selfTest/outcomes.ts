import type { Program } from '../../compile/program.ts'
import type { RunEvent } from '../../engine/event.ts'
import { evolve } from '../../engine/evolve.ts'
import { judge } from '../../engine/judging.ts'
import { type ActiveRun, initialState, type RunState, type StepState } from '../../engine/state.ts'
import { activeOf, beginTurn } from '../../engine/turn.ts'
import type { NodeId } from '../../graph/ids.ts'
import type { Verdict } from '../../graph/nodes/verifier.ts'

/** A run at the moment before a verifier judges it. */
export type JudgedOutcome = { state: ActiveRun; at: number }

/** The moments of a log at which a verifier was about to judge what it then passed. */
export function goodOutcomes(events: readonly RunEvent[], verifier: NodeId): JudgedOutcome[] {
  const found: JudgedOutcome[] = []
  let state: RunState = initialState
  let before: JudgedOutcome | null = null
  for (const event of events) {
    const judges =
      (event.type === 'check.completed' ||
        event.type === 'check.asked' ||
        event.type === 'verdict.reached') &&
      event.data.verifier === verifier
    if (judges && before === null && state.status === 'active') before = { state, at: event.at }
    if (event.type === 'verdict.reached' && judges) {
      if (before && event.data.verdict === 'pass') found.push(before)
      before = null
    }
    state = evolve(state, event)
  }
  return found
}

export type Judgement = {
  /** Null where the verdict waits for a person, whom nothing slips past. */
  verdict: Verdict | null
  /** The checks that passed, by id. */
  passed: ReadonlySet<string>
}

/** Has the engine judge an outcome, without anything that comes after the verdict. */
export function judgeOutcome(program: Program, id: NodeId, { state, at }: JudgedOutcome): Judgement {
  const verifier = program.verifiers[id]
  const turn = beginTurn(program, state, at)
  const passed = new Set<string>()
  if (!verifier) return { verdict: null, passed }
  const isDone = () => turn.events.some(({ type }) => type === 'verdict.reached')
  for (let now = activeOf(turn); now && !isDone(); now = activeOf(turn))
    if (!judge(turn, now, id, verifier)) break
  let verdict: Verdict | null = null
  for (const event of turn.events) {
    if (event.type === 'check.completed' && event.data.result === 'pass') passed.add(event.data.check)
    if (event.type === 'verdict.reached') verdict = event.data.verdict
  }
  return { verdict, passed }
}

/** The same outcome with another state of one step of its plan. What is known of the old one by identity is left behind. */
export function withStep({ state, at }: JudgedOutcome, place: number, step: StepState): JudgedOutcome {
  const { iteration } = state
  if (!iteration?.plan) return { state, at }
  const steps = iteration.steps.map((each, index) => (index === place ? step : each))
  return { state: { ...state, iteration: { ...iteration, plan: { ...iteration.plan }, steps } }, at }
}
