import { runCases } from '../../../../shared/cases/runCases.ts'
import { goodOutcomes } from '../../../../shared/verify/selfTest/outcomes.ts'
import { type SelfTestReport, selfTest } from '../../../../shared/verify/selfTest/selfTest.ts'
import type { SelfTestQuestion } from './runSelfTest.ts'

/** More outcomes say little that these don't. */
const mostOutcomes = 20

/** Tests a verifier on what it passed in these logs, and in the runs of these tests. */
export function answerSelfTest({
  program,
  verifier,
  cases,
  policySet,
  logs,
}: SelfTestQuestion): SelfTestReport {
  const all = [...logs, ...runCases(program, cases, policySet).map(({ events }) => events)]
  const good = all.flatMap((events) => goodOutcomes(events, verifier)).slice(0, mostOutcomes)
  return selfTest({ program, verifier, good })
}
