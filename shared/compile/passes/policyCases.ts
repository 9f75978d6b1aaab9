import type { WrittenPolicy } from '../../graph/writtenPolicy.ts'
import { describePolicyCase, runPolicyCase } from '../../policy/runPolicyCase.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { diagnose } from '../report.ts'
import { repeated } from './structure.ts'

/** The tests that policies carry: ids used once, and the policy decides as each expects. Nodes that are disabled stay in what policies are for. */
export function checkPolicyCases(policies: readonly WrittenPolicy[]): Diagnostic[] {
  return policies.flatMap((policy, place) => {
    const { cases = [] } = policy
    const field = `/policies/${place}/cases`
    return [
      ...repeated(cases.map(({ id }) => id)).map(({ id, place: at }) =>
        diagnose('duplicate-item', { field: `${field}/${at}/id` }, `Another case has the id “${id}”`),
      ),
      ...cases.flatMap((test, at) => {
        const result = runPolicyCase(policy, test)
        if (result.passed) return []
        const message = describePolicyCase(policy, test, result)
        const path = `${field}/${at}/expect`
        const patch = [{ op: 'replace' as const, path, value: result.came }]
        const fix = result.error === null ? { title: 'Expect what came', patch } : undefined
        return [diagnose('policy-case-fails', { field: path }, message, fix)]
      }),
    ]
  })
}
