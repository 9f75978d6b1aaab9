import { assertNever } from '../assertNever.ts'
import type { Program } from '../compile/program.ts'
import type { Command } from '../engine/command.ts'
import { type Decision, decide } from '../engine/decide.ts'
import type { Effect } from '../engine/effect.ts'
import type { EventBody } from '../engine/event.ts'
import { pending } from '../engine/pending.ts'
import type { RunState } from '../engine/state.ts'
import { fromOutside } from '../engine/wellFormed.ts'
import type { JsonSchema } from '../graph/text.ts'
import type { Json } from '../json.ts'
import { concealEvent } from './concealEvent.ts'
import { knowing } from './logged.ts'
import { placesByMark } from './marks.ts'
import type { PersonalValues } from './PersonalValues.ts'
import { isObject } from './place.ts'

/**
 * Decides over the values that tokens stand for, and gives the events as they are logged. `state` holds tokens, and has to be folded from
 * these events: nothing that was revealed leaves here. A run without personal values is decided on as it is.
 */
export function decideKnowing(
  personal: PersonalValues | null,
  program: Program,
  state: RunState,
  command: Command,
): Decision {
  if (!personal) return decide(program, state, command)
  return knowing(personal, () => {
    const known = personal.reveal(state)
    const decision = decide(program, known, takenIn(personal, program, known, command))
    if (!decision.ok) return decision
    return { ...decision, events: concealed(personal, decision.events) }
  })
}

/** What the host owes the run, with the values that leave in its requests. */
export function pendingKnowing(personal: PersonalValues | null, program: Program, state: RunState): Effect[] {
  return personal
    ? knowing(personal, () => pending(program, personal.reveal(state)))
    : pending(program, state)
}

/**
 * A command as it is decided on. What comes in is looked through for what is personal by its place. Where a person edits what they were
 * shown, tokens stand for the values that they were not shown.
 */
function takenIn(personal: PersonalValues, program: Program, state: RunState, given: Command): Command {
  switch (given.type) {
    case 'accept':
      return { ...given, input: learnInput(personal, program, given.input) }
    case 'settle-step': {
      if (!given.result.ok) return given
      const schema = outputOf(program, state, given.step)
      return { ...given, result: { ...given.result, output: learn(personal, schema, given.result.output) } }
    }
    case 'settle-compensation':
    case 'settle-probe':
      if (!given.result.ok) return given
      return { ...given, result: { ...given.result, output: learn(personal, null, given.result.output) } }
    case 'settle-plan': {
      if (!given.result.ok) return given
      const proposal = learn(personal, null, given.result.proposal)
      learnArguments(personal, program, proposal)
      return { ...given, result: { ...given.result, proposal } }
    }
    case 'settle-check':
      if (!given.result.ok) return given
      return { ...given, result: { ...given.result, answer: learn(personal, null, given.result.answer) } }
    case 'signal':
      return { ...given, data: learn(personal, null, given.data) }
    case 'decide-approval':
      return given.decision === 'edit' ? { ...given, changes: personal.reveal(given.changes) } : given
    case 'admit':
    case 'assign-approval':
    case 'cancel':
    case 'comment-approval':
    case 'confirm-lease-release':
    case 'grant-lease':
    case 'pause':
    case 'recover':
    case 'resume':
    case 'settle-reach':
    case 'tick':
      return given
    default:
      return assertNever(given)
  }
}

/** Learns what is personal in a run's input; the input as it is decided on. */
export function learnInput(personal: PersonalValues, program: Program, input: Json): Json {
  return learn(personal, program.trigger.input, input)
}

/** Learns what is personal in a value. What is no value for a log is left to whoever refuses it. */
function learn(personal: PersonalValues, schema: JsonSchema | null, value: Json): Json {
  const taken = fromOutside(value)
  if (!taken.ok) return value
  personal.learnPlaces(taken.value, placesByMark(schema, taken.value))
  return taken.value
}

function outputOf(program: Program, state: RunState, step: string): JsonSchema | null {
  const plan = state.status === 'active' ? state.iteration?.plan : null
  const id = step.replace(/\[\d+\]$/, '')
  const planned = plan?.steps.find((each) => each.id === id)
  return (planned && program.actions[planned.action]?.output) ?? null
}

/** The arguments that a planner from outside proposes, by the schemas of their actions. */
function learnArguments(personal: PersonalValues, program: Program, proposal: Json): void {
  const steps = isObject(proposal) ? proposal['steps'] : proposal
  if (!Array.isArray(steps)) return
  for (const step of steps) {
    if (!isObject(step)) continue
    const { action, args } = step
    if (typeof action !== 'string' || args === undefined || !Object.hasOwn(program.actions, action)) continue
    personal.learnPlaces(args, placesByMark(program.actions[action]?.args ?? null, args))
  }
}

/** The events of a decision as they are logged. */
function concealed(personal: PersonalValues, events: readonly EventBody[]): EventBody[] {
  const hide = {
    value: (value: Json) => personal.conceal(value),
    text: (text: string) => personal.concealText(text),
  }
  return events.map((event) => concealEvent(hide, event))
}
