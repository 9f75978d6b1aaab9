import { render } from '../../shared/expr/template.ts'
import { type Executor, failedBefore } from './executor.ts'

/**
 * Starts a run of another loop, or finds it again by the effect's id. Its end comes later, from the child's shard. The input is on the
 * child's record, so no secret can be in it.
 */
export const loop: Executor<'loop'> = async (call, context) => {
  const { id, attempt, scope, parent, trace, children, personal, timeoutMs } = context
  if (!parent) return failedBefore('configuration', 'A child run can’t undo a step: undo it with a request.')
  const input = render(call.input, scope)
  if (!input.ok)
    return failedBefore('expression', `The child’s input: ${input.error} (at ${input.pointer || 'its top'})`)
  // What the step has of time may be less than what the run has.
  const endsAt = Math.min(parent.budget.endsAt, Date.now() + Math.ceil(timeoutMs))
  const bounded = { ...parent, budget: { ...parent.budget, endsAt } }
  return children.start(id, {
    loop: call.loop,
    attempt,
    input: input.value,
    parent: bounded,
    trace,
    personal,
  })
}
