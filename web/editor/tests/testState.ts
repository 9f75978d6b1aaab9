import type { Case } from '../../../shared/graph/case.ts'
import type { EditorState } from '../store/editorState.ts'
import type { TestResult } from '../store/testsSlice.ts'

export const noCases: readonly Case[] = []

/** `stale`: the loop or the test has changed since it ran. */
export type TestState = 'not-run' | 'passed' | 'failed' | 'stale'

export function testState(
  test: Case,
  result: TestResult | undefined,
  version: string | undefined,
): TestState {
  if (!result) return 'not-run'
  if (result.test !== test || result.program.version !== version) return 'stale'
  return result.report.passed ? 'passed' : 'failed'
}

/** The result of a test that is looked at: only beside its controls, and only while the loop is the one that was run. */
export function shownTest(state: EditorState): TestResult | null {
  const { openTest, testResults, dock, panes, program } = state
  if (!openTest || dock !== 'tests' || !panes.dock) return null
  const result = testResults[openTest.id]
  return result && result.program.version === program?.version ? result : null
}
