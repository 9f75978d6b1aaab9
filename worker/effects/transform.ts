import type { EffectResult } from '../../shared/engine/command.ts'
import type { Scope } from '../../shared/engine/effect.ts'
import { render } from '../../shared/expr/template.ts'
import type { TransformCall } from '../../shared/graph/nodes/action.ts'
import { type Executor, failedBefore } from './executor.ts'

/** Computes a value from what is in scope. */
export function transformed(call: TransformCall, scope: Scope): EffectResult {
  const rendered = render(call.value, scope)
  if (rendered.ok) return { ok: true, output: rendered.value }
  return failedBefore('expression', `${rendered.error} (at ${rendered.pointer || 'the value'})`)
}

export const transform: Executor<'transform'> = async (call, { scope, secrets }) =>
  transformed(call, { ...scope, secrets })
