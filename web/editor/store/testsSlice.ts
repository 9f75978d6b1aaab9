import type { CaseReport } from '../../../shared/cases/caseReport.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Case } from '../../../shared/graph/case.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import type { Playback } from '../../replay/playback.ts'
import type { Slice } from './editorState.ts'

/** What came of a test, of exactly that program and that case, with its run to play. */
export type TestResult = {
  test: Case
  program: Program
  /** The policies of the workspace that it was held to. */
  policySet: PolicySet | null
  report: CaseReport
  playback: Playback
}

export type TestsSlice = {
  /** By the case's id. */
  testResults: Readonly<Record<string, TestResult>>
  testing: { type: 'idle' } | { type: 'running'; left: number } | { type: 'failed'; message: string }
  /** The test that is looked at, and what of it. */
  openTest: { id: string; view: 'result' | 'form' } | null
  /** The test that Try was filled from. */
  triedTest: string | null
  setTestResult: (result: TestResult) => void
  setTesting: (testing: TestsSlice['testing']) => void
  setOpenTest: (open: TestsSlice['openTest']) => void
  setTriedTest: (id: string | null) => void
}

export const createTestsSlice: Slice<TestsSlice> = (set) => ({
  testResults: {},
  testing: { type: 'idle' },
  openTest: null,
  triedTest: null,
  setTestResult: (result) =>
    set(({ testResults }) => ({ testResults: { ...testResults, [result.test.id]: result } })),
  setTesting: (testing) => set({ testing }),
  setOpenTest: (openTest) => set({ openTest }),
  setTriedTest: (triedTest) => set({ triedTest }),
})
