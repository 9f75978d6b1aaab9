import type { NodeId, StepId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import type { EffectError } from './effectError.ts'
import type { EffectId, RequestInfo, RunId } from './event.ts'

/** What an action or a compensation brought. */
export type EffectResult = { ok: true; output: Json; costUsd?: number } | { ok: false; error: EffectError }

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
    }
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
    | 'duplicate'
    /** A result or grant of something that this run never asked for. */
    | 'unknown-effect'
  message: string
  /** Where in the input, by JSON Pointer, when the input is at fault. */
  errors?: { pointer: string; message: string }[]
  node?: NodeId
}
