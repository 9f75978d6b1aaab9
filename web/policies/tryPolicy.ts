import type { Policy, PolicyPoint } from '../../shared/graph/policy.ts'
import { WrittenPolicy } from '../../shared/graph/writtenPolicy.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import { evaluatePolicy } from '../../shared/policy/evaluatePolicies.ts'
import { redact } from '../../shared/policy/redact.ts'
import { valuesRead } from '../../shared/verify/valuesRead.ts'

/** What a policy makes of a sample. */
export type Tried =
  | { is: 'unfinished'; message: string }
  | { is: 'not'; values: JsonObject }
  | {
      is: 'applies'
      effect: Policy['effect']
      values: JsonObject
      redacted: Json | undefined
      onTrial: boolean
    }
  /** It could not be evaluated, which denies. */
  | { is: 'error'; message: string; values: JsonObject }

const rootAt: Partial<Record<PolicyPoint, string>> = { input: 'input', step: 'args', output: 'output' }

/** Evaluates a policy, as far as it is written, over a sample of what is in scope. */
export function tryPolicy(written: Json, scope: JsonObject): Tried {
  const parsed = WrittenPolicy.safeParse(written)
  if (!parsed.success) return { is: 'unfinished', message: 'Finish the policy first.' }
  const policy = parsed.data
  const values = valuesRead(policy.when, scope)
  const applied = evaluatePolicy(policy, scope)
  if (!applied) return { is: 'not', values }
  if (applied.error !== null) return { is: 'error', message: applied.error, values }
  const root = rootAt[policy.at]
  const redacted =
    policy.effect === 'redact' && root !== undefined
      ? redact(scope[root] ?? null, policy.redact ?? [])
      : undefined
  return { is: 'applies', effect: applied.effect, values, redacted, onTrial: applied.dryRun }
}
