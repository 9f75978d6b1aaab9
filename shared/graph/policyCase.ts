import { z } from 'zod'
import { JsonObject } from '../json.ts'
import { ItemId } from './ids.ts'
import { PolicyEffect } from './policy.ts'
import { Title } from './text.ts'

/** What is to come of a policy: nothing (`does-not-apply`), any effect (`applies`), or one effect. */
export const PolicyExpectation = z.enum(['does-not-apply', 'applies', ...PolicyEffect.options])
export type PolicyExpectation = z.infer<typeof PolicyExpectation>

/**
 * A test that a policy carries: what is in scope, and what the policy is to make of it, enforced or on trial. It never becomes part of a program
 * or of the set that runs are held to, and never changes a version or a digest of them.
 */
export const PolicyCase = z.strictObject({
  /** Unique in the policy. */
  id: ItemId,
  /** What it shows, in words. */
  title: Title,
  /**
   * What the condition reads, by name: `input`, `args`, `run` and so on. Where a policy is only for some nodes, `action.id` (at step and output) and
   * `verdict.verifier` (at verdict) say which one is at hand; without them it is one that the policy is for.
   */
  scope: JsonObject,
  /** What must come of it. A condition that can’t be evaluated is never as expected, although it denies. */
  expect: PolicyExpectation,
})
export type PolicyCase = z.infer<typeof PolicyCase>

/** The most cases that a policy carries. */
export const maxPolicyCases = 50
