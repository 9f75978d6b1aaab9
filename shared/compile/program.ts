import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { ApproverRole } from '../graph/approver.ts'
import { Assumption } from '../graph/assumption.ts'
import { Callbacks } from '../graph/callback.ts'
import { LoopName, NodeId, ResourceName } from '../graph/ids.ts'
import { ResolvedLimits } from '../graph/limits.ts'
import { LoopEvent } from '../graph/loopEvent.ts'
import {
  ActionCall,
  ActionLimit,
  Breaker,
  Idempotency,
  Probe,
  Retry,
  Reversibility,
  RiskLevel,
} from '../graph/nodes/action.ts'
import { OutcomeNode } from '../graph/nodes/outcome.ts'
import { Keep, Personal } from '../graph/nodes/personal.ts'
import { Rails, Strategy } from '../graph/nodes/planner.ts'
import { Admission, QualityCheck, TriggerAuth, TriggerRespond } from '../graph/nodes/trigger.ts'
import { Check, Consequence, Verdict, VerifierGate } from '../graph/nodes/verifier.ts'
import { Policy } from '../graph/policy.ts'
import { Schedule } from '../graph/schedule.ts'
import { Cel, JsonSchema, Template, TemplateObject, TemplateText, Title } from '../graph/text.ts'

export const programFormat = 'pavane.program/1'

/** A node to go to, or null where the run ends with no node of its own. */
const Route = NodeId.nullable()

export const ProgramTrigger = z.strictObject({
  node: NodeId,
  /** The planner or approval that the input goes to. */
  to: NodeId,
  input: JsonSchema.nullable(),
  auth: TriggerAuth,
  dedupe: Cel.nullable(),
  quality: z.array(QualityCheck),
  respond: TriggerRespond,
  admission: Admission.nullable(),
  observedAt: Cel.nullable(),
  maxAgeSeconds: z.number().nullable(),
  /** Left out where there is none. */
  schedules: z.array(Schedule).optional(),
  /** Left out where neither the trigger nor a schema says that anything is personal. */
  personal: Personal.optional(),
  /** Left out where ended runs stay. */
  keep: Keep.optional(),
  /** Left out where nobody is told. */
  callbacks: Callbacks.optional(),
  /** Left out where it listens to no loop. */
  on: z.array(LoopEvent).optional(),
})
export type ProgramTrigger = z.infer<typeof ProgramTrigger>

export const ProgramPlanner = z.strictObject({
  title: Title,
  strategy: Strategy,
  rails: Rails.nullable(),
  asks: z.int(),
  assumes: z.array(Assumption),
  expects: z.string().nullable(),
  expected: Template.nullable(),
  /** The actions it may use. */
  actions: z.array(NodeId),
  /** The names of the secrets that its calls of external planners may read. */
  secrets: z.array(ResourceName),
  /** The verifier that every one of them leads to. */
  verifier: NodeId,
})
export type ProgramPlanner = z.infer<typeof ProgramPlanner>

export const ProgramAction = z.strictObject({
  title: Title,
  call: ActionCall,
  args: JsonSchema.nullable(),
  output: JsonSchema.nullable(),
  needs: Cel.nullable(),
  ensures: Cel.nullable(),
  assumes: z.array(Assumption),
  gives: z.array(ResourceName),
  freshSeconds: z.number().nullable(),
  costUsd: z.number(),
  risk: RiskLevel,
  reversibility: Reversibility,
  idempotency: Idempotency,
  timeoutSeconds: z.number(),
  totalSeconds: z.number().nullable(),
  retry: Retry,
  probe: Probe.nullable(),
  breaker: Breaker.nullable(),
  limit: ActionLimit.nullable(),
  leases: z.array(TemplateText),
  undo: z.strictObject({ action: NodeId, args: TemplateObject }).nullable(),
  /** The approval node that stands before it: each of its steps asks there first. Left out where none does. */
  approval: NodeId.optional(),
  /** Besides a step that succeeded: what else the undo undoes, if it may have happened. */
  undoOn: z.array(z.enum(['failed', 'uncertain'])),
  /** The names of the secrets its call, its signature and its probe may read. */
  secrets: z.array(ResourceName),
})
export type ProgramAction = z.infer<typeof ProgramAction>

export const ProgramVerifier = z.strictObject({
  title: Title,
  checks: z.array(Check),
  onStepFailed: Consequence,
  onStepUncertain: Consequence,
  onInconclusive: Consequence,
  escalateAtRisk: z.number().nullable(),
  bailAtRisk: z.number().optional(),
  gate: VerifierGate.optional(),
  /** The names of the secrets that its external checks may read. */
  secrets: z.array(ResourceName).optional(),
  routes: z.record(Verdict, Route),
})
export type ProgramVerifier = z.infer<typeof ProgramVerifier>

export const ProgramApproval = z.strictObject({
  title: Title,
  approvers: z.array(ApproverRole),
  need: z.int(),
  deadlineSeconds: z.number(),
  show: Template.nullable(),
  routes: z.strictObject({ granted: Route, denied: Route, expired: Route }),
})
export type ProgramApproval = z.infer<typeof ProgramApproval>

export const ProgramOutcome = z.strictObject({
  title: Title,
  status: OutcomeNode.shape.status,
  body: Template.nullable(),
})
export type ProgramOutcome = z.infer<typeof ProgramOutcome>

/** Everything of a program but its version, which is the digest of this. */
export const ProgramBody = z.strictObject({
  format: z.literal(programFormat),
  name: LoopName,
  title: Title,
  trigger: ProgramTrigger,
  planners: z.record(NodeId, ProgramPlanner),
  actions: z.record(NodeId, ProgramAction),
  verifiers: z.record(NodeId, ProgramVerifier),
  approvals: z.record(NodeId, ProgramApproval),
  outcomes: z.record(NodeId, ProgramOutcome),
  policies: z.array(Policy),
  limits: ResolvedLimits,
})
export type ProgramBody = z.infer<typeof ProgramBody>

/** The compiled, immutable form of a graph. `version` is the digest of the rest (RFC 8785, SHA-256). */
export const Program = z.strictObject({
  version: Digest,
  ...ProgramBody.shape,
  /** The digest of the workspace's policies among `policies`; only in memory, never part of what was compiled. */
  policySet: Digest.optional(),
})
export type Program = z.infer<typeof Program>
