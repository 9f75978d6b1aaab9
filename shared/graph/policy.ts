import { z } from 'zod'
import { ApproverRole } from './approver.ts'
import { ItemId, NodeId } from './ids.ts'
import { Cel, Title } from './text.ts'

/** Where in a run a policy is evaluated. */
export const PolicyPoint = z.enum(['input', 'plan', 'step', 'output', 'verdict'])
export type PolicyPoint = z.infer<typeof PolicyPoint>

/** What a policy does. The strongest one that applies decides: deny, then require-approval, then redact and flag. */
export const PolicyEffect = z.enum(['deny', 'require-approval', 'redact', 'flag'])
export type PolicyEffect = z.infer<typeof PolicyEffect>

/** `dry-run`: it is evaluated and recorded, and never applied. */
export const PolicyMode = z.enum(['enforce', 'dry-run'])
export type PolicyMode = z.infer<typeof PolicyMode>

/** A JSON Pointer (RFC 6901) into the input, the arguments or the output; `*` stands for every item of a list and every member of an object. */
export const RedactPointer = z
  .string()
  .max(500)
  .regex(/^(\/([^~/]|~[01])*)+$/, 'Write it as a JSON Pointer, such as /customer/email or /items/*/name')

/** A rule with an effect: when `when` is true at one of its points, the effect applies. An error in `when` denies. */
export const Policy = z.strictObject({
  id: ItemId,
  title: Title,
  at: PolicyPoint,
  /** The condition. */
  when: Cel,
  /** What applies when it is true. */
  effect: PolicyEffect,
  /** What the log and the people are told. */
  message: z.string().max(500),
  /** Only these actions (at step, output) or planners (at plan) or verifiers (at verdict); everything when left out. */
  on: z.array(NodeId).optional(),
  /** Counts the policy's own revisions, from 1 (default 1): the records of a run name it. */
  version: z.int().min(1).optional(),
  /** `enforce` (default) or `dry-run`, which is evaluated and recorded, and never applied. */
  mode: PolicyMode.optional(),
  /** For `redact`, at input, step and output: what is replaced by the text `[redacted]` before it is logged or sent. */
  redact: z.array(RedactPointer).min(1).max(100).optional(),
  /** For `require-approval`: who may decide, and by when. */
  approvers: z.array(ApproverRole).optional(),
  /** For `require-approval`: how many people have to agree, each once (default 1). */
  need: z.int().min(1).max(20).optional(),
  /** For `require-approval`: by when. */
  deadlineSeconds: z.number().positive().optional(),
})
export type Policy = z.infer<typeof Policy>
