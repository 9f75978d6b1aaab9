import type { EffectResult } from '../../shared/engine/command.ts'
import type { ActionCall, ActionUses } from '../../shared/graph/nodes/action.ts'
import { type EffectContext, type Executor, failedBefore } from './executor.ts'
import { http } from './http.ts'
import { transform } from './transform.ts'

/** One executor for each way an action can work: a new way fails to compile until it has one. */
const executors = {
  http,
  transform,
  wait: async () => failedBefore('internal', 'A wait needs no host.'),
  loop: async () => failedBefore('configuration', 'Child runs are not carried out yet.'),
  emit: async () => failedBefore('configuration', 'Events are not sent yet.'),
} satisfies { [U in ActionUses]: Executor<U> }

/** Carries out an action's call. */
export function execute(call: ActionCall, context: EffectContext): Promise<EffectResult> {
  const executor = executors[call.uses] as Executor<ActionUses>
  return executor(call, context)
}
