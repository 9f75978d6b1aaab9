import type { PolicyCase } from '../graph/policyCase.ts'
import type { WrittenPolicy } from '../graph/writtenPolicy.ts'
import { describePolicyCase, runPolicyCase } from '../policy/runPolicyCase.ts'
import type { CaseReport } from './caseReport.ts'

/** What came of a case of a policy, and where it stands: a JSON Pointer into the list of policies. */
export type PolicyCaseReport = { pointer: string; report: CaseReport }

/** Runs the cases that policies carry, as tests of the loop are run: each is `policy/<policy>/<case>` among them. */
export function policyCaseReports(policies: readonly WrittenPolicy[]): PolicyCaseReport[] {
  return policies.flatMap((policy, place) =>
    (policy.cases ?? []).map((test, at) => ({
      pointer: `/${place}/cases/${at}`,
      report: reportOf(policy, test),
    })),
  )
}

function reportOf(policy: WrittenPolicy, test: PolicyCase): CaseReport {
  const result = runPolicyCase(policy, test)
  const failure = {
    pointer: '/expect',
    message: describePolicyCase(policy, test, result),
    expected: test.expect,
    actual: result.error === null ? result.came : null,
    node: null,
    seq: null,
  }
  return {
    case: `policy/${policy.id}/${test.id}`,
    title: `${policy.title}: ${test.title}`,
    passed: result.passed,
    failures: result.passed ? [] : [failure],
  }
}
