import { z } from 'zod'
import { apiLimits } from './limits.ts'

/** A call that the sandbox received. */
export const SandboxCall = z.strictObject({
  id: z.int(),
  at: z.int(),
  app: z.string(),
  method: z.string(),
  path: z.string(),
  key: z.string().nullable(),
  body: z.json(),
  status: z.int(),
  /** What it did: carried out, answered again from the key, or behaved as a rule told it. */
  did: z.enum(['effect', 'replayed', 'read', 'failed', 'stalled', 'delayed', 'rejected']),
  /** Whether it changed something at the target. */
  effect: z.boolean(),
})
export type SandboxCall = z.infer<typeof SandboxCall>
/** `before` is the `next` of the page before. */
export const SandboxCallQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(apiLimits.pageSize).optional(),
})
export const SandboxCallList = z.strictObject({ calls: z.array(SandboxCall), next: z.int().nullable() })

/** Tells the sandbox to misbehave for calls that match. `times` counts down; null is for ever. */
export const SandboxRule = z.strictObject({
  id: z.string().min(1).max(60),
  app: z.string().optional(),
  method: z.string().optional(),
  /** A path where `*` stands for anything. */
  path: z.string().max(500),
  times: z.int().min(1).nullable(),
  behave: z.discriminatedUnion('type', [
    /** Answers with that status and does nothing. */
    z.strictObject({
      type: z.literal('fail'),
      status: z.int().min(400).max(599),
      retryAfterSeconds: z.number().min(0).optional(),
    }),
    /** Never answers and does nothing. */
    z.strictObject({ type: z.literal('stall') }),
    /** Carries the call out, then answers late. */
    z.strictObject({ type: z.literal('delay'), ms: z.int().min(0).max(120_000) }),
    /** Answers with that, and does nothing. */
    z.strictObject({ type: z.literal('respond'), status: z.int().min(100).max(599), body: z.json() }),
  ]),
})
export type SandboxRule = z.infer<typeof SandboxRule>
export const SandboxRules = z.strictObject({ rules: z.array(SandboxRule).max(100) })
