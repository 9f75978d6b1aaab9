import type { Program } from '../compile/program.ts'
import type { Case } from '../graph/case.ts'
import type { PolicySet } from '../policy/policySet.ts'
import { simulateTrial, type Trial } from '../sim/trial.ts'
import type { CaseResult } from './caseReport.ts'
import { observe } from './observed.ts'
import { unmet } from './unmet.ts'

/** When a case starts that says nothing of it: 2026-01-01T00:00:00Z. */
export const usualStart = 1_767_225_600_000

/** What a case asks of the simulation. */
export function trialOf(
  program: Program,
  { input, mocks, decisions, ...more }: Case,
  policySet: PolicySet | null = null,
): Trial {
  const { headers, signals = [], seed = 1, startAt = usualStart } = more
  return {
    program,
    input,
    mocks,
    decision: decisions ?? 'grant',
    signals: signals.map(({ id = '', afterSeconds, name, data, by }, place) => ({
      id: id === '' ? `case ${place + 1}` : id,
      name,
      data,
      ...(by === undefined ? {} : { by }),
      afterMs: Math.round(afterSeconds * 1000),
    })),
    ...(headers ? { headers } : {}),
    seed,
    startAt,
    ...(policySet ? { policySet } : {}),
  }
}

/**
 * Runs a case with the production engine on a virtual clock. The same program and case give the same result, to the byte. A case that
 * expects nothing passes when the call is accepted. `policySet`: the policies of the workspace, which it is held to as a run is.
 */
export function runCase(program: Program, test: Case, policySet: PolicySet | null = null): CaseResult {
  const { events, rejection } = simulateTrial(trialOf(program, test, policySet))
  const failures = unmet(test.expect, observe(events), rejection)
  return { case: test.id, title: test.title, passed: failures.length === 0, failures, events, rejection }
}

/** Runs cases one after another, each by itself. */
export function runCases(
  program: Program,
  cases: readonly Case[],
  policySet: PolicySet | null = null,
): CaseResult[] {
  return cases.map((test) => runCase(program, test, policySet))
}
