import { render } from '../../shared/expr/template.ts'
import { type Executor, failedBefore } from './executor.ts'

/** Computes a value from what is in scope. */
export const transform: Executor<'transform'> = async (call, { scope, secrets }) => {
  const rendered = render(call.value, { ...scope, secrets })
  if (rendered.ok) return { ok: true, output: rendered.value }
  return failedBefore('expression', `${rendered.error} (at ${rendered.pointer || 'the value'})`)
}
