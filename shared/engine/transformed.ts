import { render } from '../expr/template.ts'
import type { TransformCall } from '../graph/nodes/action.ts'
import type { EffectResult } from './command.ts'
import type { Scope } from './effect.ts'

/** What a transform comes to: a value computed from what is in scope, wherever it is computed. */
export function transformed(call: TransformCall, scope: Scope): EffectResult {
  const rendered = render(call.value, scope)
  if (rendered.ok) return { ok: true, output: rendered.value }
  const message = `${rendered.pointer || 'The value'}: ${rendered.error}`
  return { ok: false, error: { class: 'expression', message, retryable: false, mayHaveHappened: false } }
}
