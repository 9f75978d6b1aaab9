import { z } from 'zod'
import { Policy } from './policy.ts'
import { maxPolicyCases, PolicyCase } from './policyCase.ts'

/** A policy as people write it: the rule, and the cases that it is tested with. */
export const WrittenPolicy = z.strictObject({
  ...Policy.shape,
  /** Tests of the rule. They decide nothing in a run and never change a version. */
  cases: z.array(PolicyCase).max(maxPolicyCases).exactOptional(),
})
export type WrittenPolicy = z.infer<typeof WrittenPolicy>

/** The rule alone, as runs are held to it. */
export function ruleOf({ cases: _cases, ...rule }: WrittenPolicy): Policy {
  return rule
}
