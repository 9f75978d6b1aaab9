import type { Digest } from '../audit/digest.ts'
import type { ApproverRole } from '../graph/approver.ts'
import type { LoopName, NodeId, StepId } from '../graph/ids.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import type { Verdict } from '../graph/nodes/verifier.ts'
import type { PolicyEffect } from '../graph/policy.ts'
import type { Json, JsonObject } from '../json.ts'
import type { CheckAnswer } from './checkEvents.ts'
import type { EffectError } from './effectError.ts'
import type {
  ApprovalSubject,
  Assignee,
  ChildBudget,
  EffectId,
  EventOf,
  Parent,
  RecentRuns,
  RequestInfo,
  RunId,
  StepRef,
  StopReason,
} from './event.ts'
import type { Fork } from './fork.ts'
import type { Person } from './person.ts'
import type { Because, Plan, PlanStep } from './plan.ts'

/**
 * A run as the fold of its log. It is JSON, holds what the coming decisions need, and nothing that the program and the
 * rest of the state already say.
 */
export type RunState = NewRun | ActiveRun | EndedRun

/** Nothing has been accepted. */
export type NewRun = { status: 'new' }

export type ActiveRun = RunRecord & {
  status: 'active'
  phase: Phase
  /** The compensation under way, if there is one. */
  undoing: Undoing | null
  /** While it is set nothing new starts; what was in flight then is still recorded. */
  paused: { at: number; by: string; reason: string } | null
  /** Set once: the run then only winds up. */
  cancel: { by: string; reason: string; compensate: boolean } | null
}

export type EndedRun = RunRecord & {
  status: 'ended'
  endedAt: number
  outcome: Outcome
  reason: StopReason
  node: NodeId | null
  body: Json
  message: string
}

/** What an accepted run knows, whatever its situation. */
export type RunRecord = {
  run: RunId
  loop: LoopName
  program: Digest
  input: Json
  request: RequestInfo
  seed: number
  /** The run that waits for this one; null when none does. */
  parent: Parent | null
  /** The run that it is a fork of, and what it carries along from there; null when it is none. */
  fork: Fork | null
  /** The digest of the workspace's policies that it is bound to; null when there were none. */
  policySet: Digest | null
  /** What the loop's shard did before it; null where no policy reads it. */
  recent: RecentRuns | null
  startedAt: number
  /** When what the input says was observed. */
  observedAt: number
  /** The time of the last event. */
  at: number
  iteration: Iteration | null
  /**
   * The started steps of earlier iterations, in the order of their starts: all that an undo, a fact or a listing may need, and of those
   * that are pure the last of each action, to be seen. So a run of pure steps does not grow with its iterations.
   */
  past: readonly PastStep[]
  /** How many plans were proposed. */
  plans: number
  /** How many steps were started. */
  started: number
  /** How many steps its child runs started, as far as their results are in. */
  startedByChildren: number
  costUsd: number
  /** The last verdict. */
  verdict: ReachedVerdict | null
  /** What the last `pass` verified; null as long as there is none, and where the program never reads it. */
  passed: Passed | null
  /** Which share of the loop's last runs did not succeed, as the host said when it was accepted; else 0. */
  recentFailures: number
  /** Verifiers that judged since the iteration began or a person was asked: none judges the same twice. */
  judgedBy: readonly NodeId[]
  /** The least risk that a verdict found in this stage, and how many iterations since brought nothing better. */
  pace: { best: number | null; stalled: number }
  /** What the last iteration called and got, as a fingerprint, and in how many iterations in a row it was the same. */
  repeated: { calls: string; times: number } | null
  /** What the host found out about hosts, by name. */
  reached: Readonly<Record<string, Reached>>
  /** Why the run is on the bail route; null when it is not. */
  stop: { reason: StopReason; message: string } | null
  approvals: readonly Approval[]
  /** What a person sent back, until the iteration begins that it leads to. */
  sentBack: SentBack | null
  /** The planners that it was at, each once. */
  planners: readonly NodeId[]
  leases: readonly HeldLease[]
  /** Effects whose compensation succeeded. */
  undone: readonly EffectId[]
  /** Effects whose compensation failed for good. */
  notUndone: readonly EffectId[]
  /** Effects of which a surplus result is on record. */
  late: readonly EffectId[]
  /** Child runs whose result is not in. */
  children: readonly Child[]
  /** Events posted to the run that no wait has taken, in the order in which they came. */
  signals: readonly Signal[]
  /** The ids of the last events that were posted, so that none counts twice. */
  signalIds: readonly string[]
}

/** An event that was posted to the run. */
export type Signal = EventOf<'signal.received'>['data'] & { at: number }

/** `budget` is what it was given; null where its start is from before that was on record. */
export type Child = {
  effect: EffectId
  iteration: number
  step: StepRef
  action: NodeId
  budget: ChildBudget | null
  /** Its result came when nobody waited for it any more: what it was given stays given. */
  over?: true
}

/** Whether a host answered, when that was, for which plan, and how often it was asked so far. */
export type Reached = { at: number; reachable: boolean; plan: number; times: number }

/** Where an active run stands. */
export type Phase =
  /** It was accepted, and there is no room for it yet. */
  | { at: 'queued'; evaluated?: readonly HeldPolicy[] }
  /** The input waits for its checks, then for the policies at `input`. */
  | { at: 'input'; checked: boolean; evaluated: readonly HeldPolicy[] }
  /** The next iteration waits, because the last ones brought nothing better. */
  | { at: 'delayed'; planner: NodeId; because: Because | null; until: number }
  /** An iteration has begun and has no plan yet. Between two asks of its planner none is open. */
  | { at: 'planning'; ask: PlanAsk | null }
  /** A plan waits for the policies at `plan`. */
  | { at: 'proposed' }
  /** The adopted plan's steps run. */
  | { at: 'acting' }
  /** Checks are being made, in order. `asking` is the one that the host has to make. */
  | { at: 'verifying'; verifier: NodeId; checks: readonly CheckResult[]; asking: CheckAsk | null }
  /** The last verdict stands and its route is to be taken. */
  | { at: 'judged'; to: NodeId | null }
  /** An approval node waits for a person. */
  | { at: 'approval'; node: NodeId; approval: string }
  /** No plan, a denied one, or a limit: the bail route is to be taken. */
  | { at: 'stopped'; planner: NodeId }

/**
 * A policy that applied to what came, before it was redacted: it holds, although nobody could tell any more. `subject` is the step that it
 * was about; null at input.
 */
export type HeldPolicy = {
  policy: string
  subject: string | null
  effect: PolicyEffect | null
  message: string
  error: string | null
  dryRun: boolean
}

/** A planner was asked, and what came of it so far. */
export type PlanAsk = {
  /** From 1 in each iteration. */
  number: number
  seed: number | null
  /** The external planners that the host asks. */
  asked: readonly AskedPlanner[]
}

/** An external planner that was asked: the attempt under way, until it has answered or was given up. */
export type AskedPlanner = {
  member: string | null
  effect: EffectId
  attempt: number
  notBefore: number | null
  answer: PlannerAnswer | null
}

export type PlannerAnswer = { ok: true; proposal: Json } | { ok: false; error: EffectError }

/** A check that the host makes: the answers so far, and the one that is awaited. */
export type CheckAsk = {
  check: string
  votes: readonly CheckAnswer[]
  open: OpenCheck | null
}

/** What was asked: the attempt under way. */
export type OpenCheck = { effect: EffectId; vote: number; attempt: number; notBefore: number | null }

/** One pass of plan, act, verify. Its number is the epoch of its results. */
export type Iteration = {
  number: number
  startedAt: number
  planner: NodeId
  because: Because | null
  /** What a person sent back and led to it. */
  sentBack: SentBack | null
  /** How often its planner was asked. */
  asks: number
  /** Why what was proposed in it was rejected. */
  feedback: readonly string[]
  /** Steps that a search leaves out, because a rejection blamed them. */
  avoid: readonly StepId[]
  /** The last plan before it, as long as it has none of its own. */
  previous: PlanBefore | null
  plan: Plan | null
  /** One for each step of the plan, in its order; then one for each item of the steps that map, as `expanded` says. */
  steps: readonly StepState[]
  /** The steps that got their items, in the order in which they did. */
  expanded: readonly Expanded[]
  /** The plan was edited while its steps ran: nothing starts until it is adopted anew. */
  amended: boolean
  /** The policy evaluations on record, so that none is recorded twice. */
  evaluated: readonly string[]
  /** What applied to steps as they were proposed, since their arguments are redacted in the plan. */
  held: readonly HeldPolicy[]
  /** The verifiers that judged in it, in their order: one that judges again after a person was asked stands there twice. */
  judged: readonly NodeId[]
}

/** What is kept of a plan that another takes the place of. */
export type PlanBefore = Pick<Plan, 'digest'> & {
  steps: readonly Pick<PlanStep, 'id' | 'action' | 'args' | 'after'>[]
}

/** The items of a step that maps over a list: its place, and the place of the first item's own step. */
export type Expanded = { place: number; first: number; items: readonly Json[] }

export type StepState =
  | { status: 'waiting' }
  /** Its items are steps of their own, and not all have settled. */
  | (Started & { status: 'mapping' })
  | (Started & {
      status: 'running'
      attempt: number
      notBefore: number | null
      /** The last attempt's error; null in the first attempt. */
      error: EffectError | null
      /** For a wait: when it is over. Null for what the host carries out. */
      until: number | null
      /** How many probes earlier attempts took. */
      probes: number
    })
  /** Whether it was carried out is being found out. */
  | (Started & {
      status: 'probing'
      /** The attempt that it is about. */
      attempt: number
      error: EffectError
      /** The number of the probe, counted over all attempts of the step, so that no two are taken for one. */
      probe: number
      /** The number of the first one for this attempt. */
      firstProbe: number
      notBefore: number
    })
  | (Started & { status: 'succeeded'; settledAt: number; output: Json; costUsd: number; attempts: number })
  /** `began` is null when it failed before it started. */
  | {
      status: 'failed'
      began: Started | null
      settledAt: number
      error: EffectError
      output: Json
      attempts: number
    }
  | (Started & { status: 'uncertain'; settledAt: number; error: EffectError; attempts: number })
  | {
      status: 'skipped'
      reason: 'condition' | 'dependency' | 'cancelled' | 'limit' | 'not-needed' | 'withdrawn'
      message: string
      /** For a limit that this step met. */
      limit?: StopReason
    }

/**
 * A start: its place in the order of all starts of the run, when it was, and the arguments. `pure` where nothing but its iteration
 * depends on it.
 */
export type Started = { order: number; startedAt: number; args: JsonObject; pure?: true }

/** A step of an earlier iteration that was started. */
export type PastStep = Started & {
  iteration: number
  step: StepRef
  action: NodeId
  settledAt: number
  attempts: number
} & (
    | { status: 'succeeded'; output: Json }
    | { status: 'failed' | 'uncertain'; error: EffectError; output: Json }
  )

export type CheckResult = Omit<EventOf<'check.completed'>['data'], 'verifier'>

/** The outputs of the steps that a verifier let pass, by the steps' ids. */
export type Passed = { verifier: NodeId; iteration: number; steps: JsonObject }

export type ReachedVerdict = {
  verifier: NodeId
  iteration: number
  verdict: Verdict
  risk: number
  reasons: readonly string[]
  checks: readonly CheckResult[]
}

export type Undoing = {
  undoes: EffectId
  step: StepRef
  action: NodeId
  effect: EffectId
  args: JsonObject
  attempt: number
  notBefore: number | null
  /** Set between a failed attempt and the start of the next. */
  failed: EffectError | null
  /** Set while it is found out whether the attempt happened: `first` is the number of its first probe. */
  probing: { error: EffectError; first: number; notBefore: number } | null
  /** How many probes all attempts took, so that no two are taken for one. */
  probes: number
}

export type Approval = {
  id: string
  subject: ApprovalSubject
  /** The iteration in which it was asked for; 0 before the first. */
  iteration: number
  title: string
  approvers: readonly ApproverRole[]
  need: number
  requestedAt: number
  deadline: number
  /** Who granted it so far, each once. */
  grantedBy: readonly string[]
  /** Whom those names stand for, as far as it is known. */
  grantedAs: readonly Person[]
  status: ApprovalStatus
  /** Whose it is to decide, of those who may; null where it is everybody’s who is asked. */
  assignee: Assignee | null
  /** How often it was handed on or commented on. */
  remarks: number
  /** Somebody edited what it was about, so that it has to be approved as it is now. */
  edited: boolean
}

/** `superseded`: what it was about is gone, or was changed. */
export type ApprovalStatus = 'open' | 'granted' | 'denied' | 'expired' | 'sent-back' | 'superseded'

/** What a person sent back, and the planner that it goes to. */
export type SentBack = { approval: string; by: string; feedback: string; to: NodeId }

export type HeldLease = { iteration: number; step: StepRef; resource: string; token: number; until: number }

export const initialState: RunState = { status: 'new' }
