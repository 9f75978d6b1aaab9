import type { EffectResult } from '../../shared/engine/command.ts'
import type { Scope } from '../../shared/engine/effect.ts'
import type { EffectError } from '../../shared/engine/effectError.ts'
import type { ActionCall, ActionUses, Idempotency } from '../../shared/graph/nodes/action.ts'
import type { Env } from '../env.ts'
import type { Settings } from '../objects/ports.ts'

/** What an executor has besides its call. */
export type EffectContext = {
  env: Env
  /** The effect's id: also its idempotency key, over retries, restarts and replays. */
  id: string
  idempotency: Idempotency
  timeoutMs: number
  trace: string
  scope: Scope
  /** The opened secrets that the action names, and no others. */
  secrets: Readonly<Record<string, string>>
  hosts: Settings['hosts']
  /** Fencing tokens of the leases held, by resource. */
  leases: Readonly<Record<string, number>>
}

export type Executor<U extends ActionUses> = (
  call: Extract<ActionCall, { uses: U }>,
  context: EffectContext,
) => Promise<EffectResult>

/** A failure that certainly left nothing behind at a target. */
export const failedBefore = (
  kind: EffectError['class'],
  message: string,
  retryable = false,
): { ok: false; error: EffectError } => ({
  ok: false,
  error: { class: kind, message, retryable, mayHaveHappened: false },
})
