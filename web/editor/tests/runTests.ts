import type { CaseResult } from '../../../shared/cases/caseReport.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Case } from '../../../shared/graph/case.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { createPlayback } from '../../replay/playback.ts'
import type { EditorStore } from '../store/createEditorStore.ts'

export type TestQuestion = { program: Program; cases: readonly Case[]; policySet: PolicySet | null }
export type TestAnswer = CaseResult

/** Runs cases one after another and says what came of each as soon as it is known. */
export type RunCases = (
  question: TestQuestion,
  onResult: (result: CaseResult) => void,
  signal: AbortSignal,
) => Promise<void>

/** On a thread of its own; aborting ends the thread. */
export const runCasesOffThread: RunCases = (question, onResult, signal) =>
  new Promise((resolve, reject) => {
    if (question.cases.length === 0) return resolve()
    const worker = new Worker(new URL('./testsWorker.ts', import.meta.url), { type: 'module' })
    let left = question.cases.length
    signal.addEventListener('abort', () => {
      worker.terminate()
      reject(signal.reason as Error)
    })
    worker.addEventListener('message', ({ data }: MessageEvent<TestAnswer>) => {
      onResult(data)
      left -= 1
      if (left > 0) return
      worker.terminate()
      resolve()
    })
    worker.addEventListener('error', (event) => {
      worker.terminate()
      reject(new Error(event.message))
    })
    worker.postMessage(question)
  })

/** Runs these tests on the loop as it is compiled now, each with its run to play. Whether all came as expected; null when that is not known. */
export async function runTests(
  store: EditorStore,
  cases: readonly Case[],
  signal: AbortSignal,
  run: RunCases = runCasesOffThread,
): Promise<boolean | null> {
  const { program, policySet, setTesting } = store.getState()
  if (!program) {
    setTesting({ type: 'failed', message: 'The loop has errors; mend them first.' })
    return null
  }
  let left = cases.length
  let failed = 0
  setTesting({ type: 'running', left })
  try {
    await run(
      { program, cases, policySet },
      ({ events, rejection: _said, ...report }) => {
        const test = cases.find(({ id }) => id === report.case)
        const playback = createPlayback({ program, events })
        playback.getState().seek(seqOf(report.failures) ?? events.length)
        if (test) store.getState().setTestResult({ test, program, policySet, report, playback })
        if (!report.passed) failed += 1
        left -= 1
        setTesting({ type: 'running', left })
      },
      signal,
    )
    setTesting({ type: 'idle' })
    store.getState().announce(`${cases.length - failed} of ${cases.length} tests passed`)
    return failed === 0
  } catch (error) {
    if (signal.aborted) setTesting({ type: 'idle' })
    else setTesting({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
    return null
  }
}

/** Where the first failure was decided: the run opens there. */
function seqOf(failures: readonly { seq: number | null }[]): number | null {
  return failures.find(({ seq }) => seq !== null)?.seq ?? null
}
