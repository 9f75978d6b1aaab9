import type { Scope } from '../engine/effect.ts'
import { render } from '../expr/template.ts'
import type { TransformCall } from '../graph/nodes/action.ts'
import type { SimulatedResult } from './respond.ts'

/** A transform needs no world, so it is evaluated as in production. */
export function performTransform(call: TransformCall, scope: Scope): SimulatedResult {
  const rendered = render(call.value, scope)
  if (rendered.ok) return { result: { ok: true, output: rendered.value }, afterMs: 0 }
  const message = `${rendered.pointer || 'The value'}: ${rendered.error}`
  const error = { class: 'expression' as const, message, retryable: false, mayHaveHappened: false }
  return { result: { ok: false, error }, afterMs: 0 }
}
