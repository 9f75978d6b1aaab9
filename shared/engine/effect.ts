import type { NodeId, ResourceName } from '../graph/ids.ts'
import type { Json, JsonObject } from '../json.ts'
import type { EffectId, Parent, StepRef } from './event.ts'

/** What expressions can read, by root name. Secrets are added by the host's executor alone. */
export type Scope = Readonly<Record<string, Json>>

/** A call of an action. The host renders the action's call with `scope` and the secrets it names. */
export type ActionEffect = {
  kind: 'action'
  id: EffectId
  iteration: number
  step: StepRef
  action: NodeId
  args: JsonObject
  attempt: number
  timeoutMs: number
  /** Not before this time; null for at once. */
  notBefore: number | null
  scope: Scope
  /** Fencing tokens of the leases held, by resource. */
  leases: Readonly<Record<string, number>>
  /** For a child run: what it is told of this one. */
  parent: Parent | null
}

/** A call of a compensating action. */
export type CompensationEffect = {
  kind: 'compensation'
  id: EffectId
  undoes: EffectId
  step: StepRef
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
  step: StepRef
  resource: string
  ttlMs: number
}
export type ReleaseLeaseEffect = {
  kind: 'release-lease'
  id: EffectId
  step: StepRef
  resource: string
  token: number
}

/** Ask an external planner. The host renders path and headers of the planner's strategy with `scope` and its secrets. */
export type PlanEffect = {
  kind: 'plan'
  id: EffectId
  planner: NodeId
  /** The member of a federation; null for a planner that is external itself. */
  member: string | null
  /** The body: planner contract v1. */
  request: Json
  attempt: number
  timeoutMs: number
  notBefore: number | null
  scope: Scope
}

/**
 * Find out whether a step whose result is unknown was carried out: a call that changes nothing. `attempt` counts the probes of the
 * step, whichever of its attempts they are about.
 */
export type ProbeEffect = {
  kind: 'probe'
  id: EffectId
  /** The effect that it asks about. */
  about: EffectId
  step: StepRef
  action: NodeId
  args: JsonObject
  attempt: number
  timeoutMs: number
  notBefore: number | null
  scope: Scope
}

/** Make a check that needs the host. An external checker's path and headers are rendered with `scope` and the verifier's secrets. */
export type CheckEffect = {
  kind: 'check'
  id: EffectId
  verifier: NodeId
  check: string
  attempt: number
  timeoutMs: number
  notBefore: number | null
  request: CheckRequest
  scope: Scope
}

export type CheckRequest =
  /** Post the body, verifier contract v1, to the external checker. */
  | { type: 'http'; body: Json }
  /**
   * Add what this run observed to the window of the baseline, once an effect id, and answer `{ baseline, window }`: the approved
   * baseline, null when there is none, and the last values of each field, those of this run among them.
   */
  | { type: 'drift'; baseline: ResourceName; window: number; observed: Readonly<Record<string, Json>> }

/** Find out whether a host answers. */
export type ReachEffect = { kind: 'reach'; id: EffectId; host: ResourceName }

/** Cancel a child run that nobody waits for any more. Owed until the child's result is in, which is then recorded. */
export type CancelChildEffect = { kind: 'cancel-child'; id: EffectId; child: EffectId; compensate: boolean }

/** Send `tick` at that time. */
export type TimerEffect = { kind: 'timer'; id: EffectId; at: number }

/** What the host owes the run. Ids are stable, so a host knows what it has already under way. */
export type Effect =
  | ActionEffect
  | CompensationEffect
  | PlanEffect
  | ProbeEffect
  | CheckEffect
  | ReachEffect
  | CancelChildEffect
  | AcquireLeaseEffect
  | ReleaseLeaseEffect
  | TimerEffect
