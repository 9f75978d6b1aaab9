import type { ApproverRole } from '../graph/approver.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import type { EffectError } from './effectError.ts'
import type { EffectId, Parent, RecentRuns, RequestInfo, RunId } from './event.ts'
import type { Fork } from './fork.ts'
import type { Person } from './person.ts'
import type { PlanChange } from './plan.ts'

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
      /** The run that it is a fork of, and what it carries along from there. */
      fork?: Fork
      /** Which share of the loop's last runs did not succeed, 0 to 1. */
      recentFailures?: number
      /** What the loop's shard did before; needed where a policy reads it. */
      recent?: RecentRuns
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
  /** The result of a `check` effect: what the checker sent, or the baseline and the window, as they are. */
  | {
      type: 'settle-check'
      effect: EffectId
      attempt: number
      result: { ok: true; answer: Json } | { ok: false; error: EffectError }
    }
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
  | ({
      type: 'decide-approval'
      approval: string
      by: string
      /** Whom that name stands for; left out where the host tells people apart by name alone. */
      person?: Person
      note: string | null
      /** The digest that the approver saw. */
      digest: string
    } & ApprovalDecision)
  /** Hands an open approval to one of those who may decide it; null gives it back to all of them. */
  | {
      type: 'assign-approval'
      approval: string
      by: string
      person?: Person
      /** A role or somebody by name, of those whom it asks. */
      to: { role: ApproverRole } | Candidate | null
      note: string | null
    }
  /** Somebody says something about an open approval, which decides nothing. */
  | {
      type: 'comment-approval'
      approval: string
      by: string
      person?: Person
      /** What they said. */
      text: string
    }
  | { type: 'pause'; by: string; reason: string }
  | { type: 'resume'; by: string; reason: string }
  | { type: 'cancel'; by: string; reason: string; compensate: boolean }
)
/** Somebody whom an approval could be handed to, and the role that they have. */
export type Candidate = { name: string; role: string; person?: Person }

/**
 * What a person decides. Who started the run, or edited what is asked about, can't grant. `edit` changes arguments of steps that have
 * not started: another plan, to be approved by others. `send-back` asks a planner that the run was at for another plan.
 */
export type ApprovalDecision =
  | { decision: 'grant' | 'deny' }
  | { decision: 'edit'; changes: readonly PlanChange[] }
  | { decision: 'send-back'; to: NodeId; feedback: string }

export type CommandType = Command['type']

/** Why the engine refused a command. Nothing happened. */
export type Rejection = {
  code:
    | 'already-accepted'
    | 'not-accepted'
    | 'already-ended'
    | 'input-invalid'
    /** What it is to go on from does not fit the program. */
    | 'fork-invalid'
    | 'input-rejected'
    | 'unknown-approval'
    | 'approval-settled'
    | 'approval-stale'
    | 'already-approved-by-you'
    /** Whoever started the run can't approve it. */
    | 'own-run'
    /** Whoever edited it can't approve it. */
    | 'own-edit'
    | 'edit-invalid'
    | 'send-back-invalid'
    /** It can’t be handed to them. */
    | 'assignment-invalid'
    /** More was said about an approval than a run keeps. */
    | 'too-many-remarks'
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
