import type { Case } from '../../../shared/graph/case.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import type { EditorState } from '../store/editorState.ts'
import type { TestResult } from '../store/testsSlice.ts'

export const noCases: readonly Case[] = []

/** `stale`: the loop or the test has changed since it ran. */
export type TestState = 'not-run' | 'passed' | 'failed' | 'stale'

/** What a test runs on: the loop as it is compiled now, and the policies of the workspace. */
export type TestGround = { version: string | undefined; policies: string | null }

export const testGround = ({
  program,
  policySet,
}: Pick<EditorState, 'program' | 'policySet'>): TestGround => ({
  version: program?.version,
  policies: digestOf(policySet),
})

const digestOf = (set: PolicySet | null) => (set && set.policies.length > 0 ? set.digest : null)

export function testState(test: Case, result: TestResult | undefined, ground: TestGround): TestState {
  if (!result) return 'not-run'
  const isSame =
    result.test === test &&
    result.program.version === ground.version &&
    digestOf(result.policySet) === ground.policies
  if (!isSame) return 'stale'
  return result.report.passed ? 'passed' : 'failed'
}

/** The result of a test that is looked at: only beside its controls, and only while the loop is the one that was run. */
export function shownTest(state: EditorState): TestResult | null {
  const { openTest, testResults, dock, panes, program } = state
  if (!openTest || dock !== 'tests' || !panes.dock) return null
  const result = testResults[openTest.id]
  return result && result.program.version === program?.version ? result : null
}
