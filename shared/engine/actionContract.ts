import type { ProgramAction } from '../compile/program.ts'
import { evaluate } from '../expr/evaluate.ts'
import { referencesOf } from '../expr/references.ts'
import type { Json, JsonObject } from '../json.ts'
import { type SchemaFault, validateSchema } from '../verify/validateSchema.ts'
import type { Scope } from './effect.ts'
import type { EffectError } from './effectError.ts'
import { scopeFor } from './scope.ts'
import type { Fault } from './wellFormed.ts'

/** A failure before anything was sent: certain to have had no effect. */
export function notBegun(kind: EffectError['class'], message: string): EffectError {
  return { class: kind, message, retryable: false, mayHaveHappened: false }
}

/** The action was carried out, but what it brought is not accepted. */
export function happened(kind: EffectError['class'], message: string): EffectError {
  return { class: kind, message, retryable: false, mayHaveHappened: true }
}

/** Why arguments do not fit the action; null when they do. */
export function unfitArgs({ args: schema }: ProgramAction, args: JsonObject): EffectError | null {
  const validity = schema ? validateSchema(schema, args) : { ok: true as const }
  if (validity.ok) return null
  return notBegun('schema', argsFault(validity.errors))
}

/** Says what is wrong with the arguments of an action, by the first fault. */
export function argsFault([first]: readonly SchemaFault[]): string {
  return `${first?.pointer ? `Argument ${first.pointer}` : 'Arguments'}: ${first?.message ?? 'not valid'}`
}

/** Why what the action needs is not so, over a scope with its arguments; null when it is. */
export function unmetNeeds({ needs }: ProgramAction, scope: Scope): EffectError | null {
  if (needs === null) return null
  const result = evaluate(needs, scopeFor(scope, referencesOf(needs)))
  if (!result.ok) return notBegun('expression', `What it needs could not be evaluated: ${result.error}`)
  return result.value === true ? null : notBegun('precondition', `It needs ${needs}.`)
}

/** The arguments as they are sent once policies have redacted them. What they hide is text, and the action has to take that. */
export function redactedArgs(
  { args: schema }: ProgramAction,
  gated: Json,
): { ok: true; args: JsonObject } | { ok: false; error: EffectError } {
  if (typeof gated !== 'object' || gated === null || Array.isArray(gated))
    return { ok: false, error: notBegun('policy', 'Its arguments were redacted as a whole.') }
  const validity = schema ? validateSchema(schema, gated) : { ok: true as const }
  if (validity.ok) return { ok: true, args: gated }
  const message = `A policy redacts an argument, and the action does not take the text in its place. ${argsFault(validity.errors)}`
  return { ok: false, error: notBegun('schema', message) }
}

/** Why an output is not accepted: its schema, then the postcondition, over a scope with the arguments and the output. Null when it is. */
export function unacceptedOutput(
  action: ProgramAction,
  output: Json,
  scope: () => Scope,
): EffectError | null {
  const validity = action.output ? validateSchema(action.output, output) : { ok: true as const }
  return validity.ok ? brokenEnsures(action, scope) : happened('schema', outputFault(validity.errors[0]))
}

function brokenEnsures({ ensures }: ProgramAction, scope: () => Scope): EffectError | null {
  if (ensures === null) return null
  const result = evaluate(ensures, scope())
  if (!result.ok) return happened('expression', `What it ensures could not be evaluated: ${result.error}`)
  return result.value === true
    ? null
    : happened('postcondition', `It ensures ${ensures}, which does not hold.`)
}

export function outputFault(fault: Fault | undefined): string {
  const place = fault?.pointer ? ` at ${fault.pointer}` : ''
  return `The output${place}: ${fault?.message ?? 'not valid'}`
}
