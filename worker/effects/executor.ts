import type { EffectResult } from '../../shared/engine/command.ts'
import type { Scope } from '../../shared/engine/effect.ts'
import type { EffectError } from '../../shared/engine/effectError.ts'
import type { Parent } from '../../shared/engine/event.ts'
import type { ActionCall, ActionUses, Breaker, Idempotency } from '../../shared/graph/nodes/action.ts'
import type { Json } from '../../shared/json.ts'
import type { PersonalValues } from '../../shared/privacy/PersonalValues.ts'
import type { Env } from '../env.ts'
import type { Settings } from '../objects/ports.ts'
import type { Breakers } from './Breakers.ts'
import type { Secrets } from './openSecrets.ts'

/** What every effect that calls someone has of the shard that performs it. */
export type Calling = {
  env: Env
  settings: Settings
  breakers: Breakers
  trace: string
  /** Aborted once nobody waits for the result any more. */
  signal: AbortSignal
}

/** What a request to a host needs besides what it says. */
export type CallContext = {
  env: Env
  hosts: Settings['hosts']
  breakers: Breakers
  /** When calls of the host are not tried; null when they always are. */
  breaker: Breaker | null
  trace: string
  timeoutMs: number
  signal: AbortSignal
  scope: Scope
  /** The opened secrets that the call reads, and no others. */
  secrets: Secrets
  /** What must not come back: all that its node names. */
  masks: Secrets
}

/** What an executor has besides its call. */
export type EffectContext = CallContext & {
  /** The effect's id: also its idempotency key, over retries, restarts and replays. */
  id: string
  attempt: number
  idempotency: Idempotency
  /** Fencing tokens of the leases held, by resource. */
  leases: Readonly<Record<string, number>>
  loop: string
  /** When the step began: the same for each of its attempts. */
  beganAt: number
  /** What a child run is told of this run; null where none can be started. */
  parent: Parent | null
  children: Children
  /** The personal values of the run; null where it has none. */
  personal: PersonalValues | null
}

/** Child runs, as a parent's shard keeps them. */
export type Children = {
  /** Starts the child run of an effect, or finds it. */
  start(effect: string, child: ChildCall): Promise<Executed>
}

export type ChildCall = {
  loop: string
  attempt: number
  input: Json
  parent: Parent
  trace: string
  /** The personal values of the run that asks; null where it has none. */
  personal: PersonalValues | null
}

/** A result; or it comes another way, later; or the effect must be tried again. */
export type Executed = EffectResult | 'answered-later' | 'try-again'

export type Executor<U extends ActionUses> = (
  call: Extract<ActionCall, { uses: U }>,
  context: EffectContext,
) => Promise<Executed>

/** A failure that certainly left nothing behind at a target. */
export const failedBefore = (
  kind: EffectError['class'],
  message: string,
  retryable = false,
): { ok: false; error: EffectError } => ({
  ok: false,
  error: { class: kind, message, retryable, mayHaveHappened: false },
})
