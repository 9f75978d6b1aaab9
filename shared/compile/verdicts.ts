import type { NodeOf } from '../graph/nodes/node.ts'
import { type Consequence, gateDefault, type Verdict } from '../graph/nodes/verifier.ts'

/** What a verifier does with steps that failed or are uncertain, and with checks that could not run. */
export const verifierDefaults = {
  onStepFailed: 'rollback',
  onStepUncertain: 'escalate',
  onInconclusive: 'escalate',
} as const satisfies Record<string, Consequence>

/** The verdicts that a verifier can reach, each with what can lead to it. */
export function possibleVerdicts(verifier: NodeOf<'verifier'>): Map<Verdict, string> {
  const reasons = new Map<Verdict, string>([['pass', 'nothing failed']])
  const add = (consequence: Consequence, reason: string) => {
    if (consequence !== 'flag' && !reasons.has(consequence)) reasons.set(consequence, reason)
  }
  const onInconclusive = verifier.onInconclusive ?? verifierDefaults.onInconclusive
  for (const check of verifier.checks) add(check.onFail, `check “${check.id}” fails`)
  add(verifier.onStepFailed ?? verifierDefaults.onStepFailed, 'a step fails for good')
  add(verifier.onStepUncertain ?? verifierDefaults.onStepUncertain, 'the result of a step is unknown')
  for (const check of verifier.checks) add(check.onInconclusive ?? onInconclusive, 'a check can’t be made')
  const isOverlooked = verifier.checks.every((check) => (check.onInconclusive ?? onInconclusive) === 'flag')
  if (verifier.checks.length > 0 && isOverlooked) add('escalate', 'no check can be made')
  add('bail', 'a limit of the run is passed, or there is no plan')
  if (verifier.escalateAtRisk !== undefined) add('escalate', 'the risk is too high')
  if (verifier.gate) add(verifier.gate.onFail ?? gateDefault, 'the gate is not met')
  return reasons
}
