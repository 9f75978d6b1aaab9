import type { ActionCall, ActionUses } from '../../shared/graph/nodes/action.ts'
import { emit } from './emit.ts'
import { type EffectContext, type Executed, type Executor, failedBefore } from './executor.ts'
import { http } from './http.ts'
import { loop } from './loop.ts'
import { transform } from './transform.ts'

/** A `wait` is the engine's own: no host performs it. */
type Performed = Exclude<ActionUses, 'wait'>

/** One executor for each way an action can work: a new way fails to compile until it has one. */
const executors = { http, transform, loop, emit } satisfies { [U in Performed]: Executor<U> }

/** Carries out an action's call. */
export async function execute(call: ActionCall, context: EffectContext): Promise<Executed> {
  if (call.uses === 'wait') return failedBefore('internal', 'A wait is not the host’s to carry out.')
  const executor = executors[call.uses] as Executor<ActionUses>
  return executor(call, context)
}
