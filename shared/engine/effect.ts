import type { NodeId, StepId } from '../graph/ids.ts'
import type { Json, JsonObject } from '../json.ts'
import type { EffectId } from './event.ts'

/** What expressions can read, by root name. Secrets are added by the host's executor alone. */
export type Scope = Readonly<Record<string, Json>>

/** A call of an action. The host renders the action's call with `scope` and the secrets it names. */
export type ActionEffect = {
  kind: 'action'
  id: EffectId
  iteration: number
  step: StepId
  action: NodeId
  args: JsonObject
  attempt: number
  timeoutMs: number
  /** Not before this time; null for at once. */
  notBefore: number | null
  scope: Scope
  /** Fencing tokens of the leases held, by resource. */
  leases: Readonly<Record<string, number>>
}

/** A call of a compensating action. */
export type CompensationEffect = {
  kind: 'compensation'
  id: EffectId
  undoes: EffectId
  step: StepId
  action: NodeId
  args: JsonObject
  attempt: number
  timeoutMs: number
  notBefore: number | null
  scope: Scope
}

/** Hold a named resource for a step. One at a time, in the order of the names, so that no two runs can deadlock. */
export type AcquireLeaseEffect = {
  kind: 'acquire-lease'
  id: EffectId
  step: StepId
  resource: string
  ttlMs: number
}
export type ReleaseLeaseEffect = {
  kind: 'release-lease'
  id: EffectId
  step: StepId
  resource: string
  token: number
}

/** Send `tick` at that time. */
export type TimerEffect = { kind: 'timer'; id: EffectId; at: number }

/** What the host owes the run. Ids are stable, so a host knows what it has already under way. */
export type Effect = ActionEffect | CompensationEffect | AcquireLeaseEffect | ReleaseLeaseEffect | TimerEffect
