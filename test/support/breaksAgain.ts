import { verifyChain } from '../../shared/audit/verifyChain.ts'
import type { Program } from '../../shared/compile/program.ts'
import { evolve } from '../../shared/engine/evolve.ts'
import { initialState, type RunState } from '../../shared/engine/state.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { findingsIn } from '../../shared/prove/findings.ts'
import { historyAfter, noHistory } from '../../shared/prove/history.ts'
import { factsOfProgram } from '../../shared/prove/programFacts.ts'
import type { Violation } from '../../shared/prove/proofReport.ts'
import { holdsIn, propertyView } from '../../shared/prove/propertyView.ts'

const nowhere = {
  from: 0,
  to: 0,
  way: { from: 0, move: { command: { type: 'tick' as const, at: 0 }, words: '' }, script: [] },
}

const limits = ['iterations', 'duration', 'cost', 'steps', 'repeated', 'cancelled']

/** Whether the log of a violation, folded by the engine as any log is, comes to that violation again. */
export function breaksAgain(program: Program, graph: Graph, violation: Violation): boolean {
  const { trace, choices, property, at } = violation
  if (property === 'never-visited') return trace.length === 0
  if (!verifyChain(trace).ok) return false
  const facts = factsOfProgram(program, false)
  let state: RunState = initialState
  let history = noHistory
  let read = 0
  let found = false
  for (const { events: count } of choices) {
    const events = trace.slice(read, read + count)
    const before = state
    for (const event of events) state = evolve(state, event)
    const edge = { ...nowhere, before, after: state, events, history, isNew: true }
    found = findingsIn(facts, edge).some((each) => each.property === property && each.node === at.node)
    history = historyAfter(history, events, facts)
    read += count
  }
  if (property === 'endless') return state.status === 'ended' && limits.includes(state.reason)
  const stated = graph.properties?.find(({ id }) => id === property)
  const view = stated ? propertyView(program, state) : null
  return stated && view ? holdsIn(stated.holds, view) === false : found
}
