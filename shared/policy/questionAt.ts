import type { Program } from '../compile/program.ts'
import type { Scope } from '../engine/effect.ts'
import type { EventOf, RunEvent } from '../engine/event.ts'
import type { PolicyQuestion } from '../engine/gate.ts'
import { itemRoots, placeOf, plannedAt } from '../engine/planned.ts'
import { actionScope, scopeOf, verdictScope, withRoots } from '../engine/scope.ts'
import type { ActiveRun, RunState } from '../engine/state.ts'
import { applyBindings } from '../expr/bindings.ts'
import type { Json, JsonObject } from '../json.ts'
import { concludeVerdict } from '../verify/concludeVerdict.ts'

/** What policies were asked at an event, and the state over which they were. */
type Asked = { of: ActiveRun; question: PolicyQuestion }

/** The question that a run put to its policies around an event of its log; null where it put none. */
export function questionAt(
  program: Program,
  before: RunState,
  after: RunState,
  event: RunEvent,
): Asked | null {
  if (before.status !== 'active') return null
  const { type, data } = event
  if (type === 'step.started')
    return data.attempt === 1 ? stepQuestion(program, before, data.step, data.args) : null
  if (type === 'step.succeeded') return outputQuestion(program, before, data.step, data.output)
  if (type === 'step.failed') return failureQuestion(program, before, data)
  if (type === 'approval.requested')
    return data.subject.of === 'step' ? stepQuestion(program, before, data.subject.step) : null
  if (type === 'verdict.reached') return verdictQuestion(program, before, data)
  if (after.status !== 'active') return null
  const planner = after.iteration?.planner
  const scope = scopeOf(program, after)
  if (type === 'input.checked') return asked(after, 'input', program.trigger.node, null, scope)
  return type === 'plan.proposed' && planner !== undefined
    ? asked(after, 'plan', planner, planner, scope)
    : null
}

/** What it brought was not taken, or it was denied at its turn. */
function failureQuestion(
  program: Program,
  state: ActiveRun,
  { step, output, error }: EventOf<'step.failed'>['data'],
): Asked | null {
  if (output !== undefined) return outputQuestion(program, state, step, output)
  return error.class === 'policy' ? stepQuestion(program, state, step) : null
}

function asked(
  of: ActiveRun,
  point: PolicyQuestion['point'],
  about: string,
  subject: string | null,
  scope: Scope,
): Asked {
  return { of, question: { point, about, subject, scope } }
}

/** What was asked about a step at its turn; its arguments are made again where the log does not hold them. */
function stepQuestion(program: Program, state: ActiveRun, ref: string, known?: JsonObject): Asked | null {
  const step = stepOf(state, ref)
  if (!step || step.map) return null
  const scope = withRoots(scopeOf(program, state), itemRoots(step))
  const bound = applyBindings(step.args, step.bindings, scope)
  const args = known ?? (bound.ok ? bound.args : null)
  if (args === null) return null
  const roots = { args, action: actionScope(program, step.action) }
  return asked(state, 'step', step.action, step.id, withRoots(scope, roots))
}

function outputQuestion(program: Program, state: ActiveRun, ref: string, output: Json): Asked | null {
  const step = stepOf(state, ref)
  const place = state.iteration ? placeOf(state.iteration, ref) : undefined
  const now = place === undefined ? undefined : state.iteration?.steps[place]
  if (!step || step.map || (now?.status !== 'running' && now?.status !== 'probing')) return null
  const roots = { ...itemRoots(step), args: now.args, output, action: actionScope(program, step.action) }
  return asked(state, 'output', step.action, step.id, withRoots(scopeOf(program, state), roots))
}

function stepOf({ iteration }: ActiveRun, ref: string) {
  const place = iteration ? placeOf(iteration, ref) : undefined
  return iteration && place !== undefined ? plannedAt(iteration, place) : undefined
}

/** The verdict that the checks came to, before a policy looked at it. */
function verdictQuestion(
  program: Program,
  state: ActiveRun,
  { verifier, iteration }: { verifier: string; iteration: number },
): Asked | null {
  const { phase } = state
  const found = program.verifiers[verifier]
  if (!found) return null
  // One without checks judges at once.
  const checks = phase.at === 'verifying' && phase.verifier === verifier ? phase.checks : []
  const verdict = verdictScope({ verifier, iteration, checks, ...concludeVerdict(checks, found) })
  return asked(state, 'verdict', verifier, verifier, withRoots(scopeOf(program, state), { verdict }))
}
