import type { NodeId, StepId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import type { EffectError } from './effectError.ts'
import type { EffectId, Parent, RequestInfo, RunId } from './event.ts'

/** What an action or a compensation brought, and what it used: a failure may have cost something, too, as a child run has. */
export type EffectResult = ({ ok: true; output: Json } | { ok: false; error: EffectError }) & {
  costUsd?: number
  /** How many steps a child run started, those of its own children among them. */
  steps?: number
}

/**
 * What a host or a person asks of a run. `at` is the time, in milliseconds since the epoch: the engine knows no other
 * clock.
 */
export type Command = { at: number } & (
  | {
      type: 'accept'
      run: RunId
      input: Json
      request: RequestInfo
      seed: number
      dedupeKey: string | null
      /** It waits for `admit`. Default false. */
      queued?: boolean
      parent?: Parent
    }
  /** There is room for a queued run. */
  | { type: 'admit' }
  /** The result of a `plan` effect: what the planner sent, as it is. */
  | {
      type: 'settle-plan'
      effect: EffectId
      attempt: number
      result: { ok: true; proposal: Json } | { ok: false; error: EffectError }
    }
  /** The result of a `probe` effect: the output of the probe's call. */
  | { type: 'settle-probe'; effect: EffectId; attempt: number; result: EffectResult }
  /** The result of a `reach` effect. */
  | { type: 'settle-reach'; effect: EffectId; reachable: boolean; message: string }
  /** An event posted to the run. */
  | { type: 'signal'; id: string; name: string; data: Json; by: string }
  /** The result of an `action` effect. */
  | {
      type: 'settle-step'
      effect: EffectId
      iteration: number
      step: StepId
      attempt: number
      result: EffectResult
    }
  /** The result of a `compensation` effect. */
  | { type: 'settle-compensation'; effect: EffectId; attempt: number; result: EffectResult }
  | { type: 'grant-lease'; effect: EffectId; resource: string; token: number; until: number }
  | { type: 'confirm-lease-release'; resource: string; token: number }
  /** Time has passed: deadlines and limits are looked at. */
  | { type: 'tick' }
  /** The host lost its memory: what was in flight may have happened. */
  | { type: 'recover' }
  | {
      type: 'decide-approval'
      approval: string
      decision: 'grant' | 'deny'
      by: string
      note: string | null
      /** The digest that the approver saw. */
      digest: string
    }
  | { type: 'pause'; by: string; reason: string }
  | { type: 'resume'; by: string; reason: string }
  | { type: 'cancel'; by: string; reason: string; compensate: boolean }
)
export type CommandType = Command['type']

/** Why the engine refused a command. Nothing happened. */
export type Rejection = {
  code:
    | 'already-accepted'
    | 'not-accepted'
    | 'already-ended'
    | 'input-invalid'
    | 'input-rejected'
    | 'unknown-approval'
    | 'approval-settled'
    | 'approval-stale'
    | 'already-approved-by-you'
    | 'not-paused'
    | 'already-paused'
    | 'not-queued'
    /** More signals wait to be taken than a run keeps. */
    | 'too-many-signals'
    | 'duplicate'
    /** A result or grant of something that this run never asked for. */
    | 'unknown-effect'
  message: string
  /** Where in the input, by JSON Pointer, when the input is at fault. */
  errors?: { pointer: string; message: string }[]
  node?: NodeId
}
