import { useEffect, useMemo, useState } from 'react'
import { policyCaseReports } from '../../../shared/cases/policyCaseReports.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { EditorState } from '../store/editorState.ts'
import { runTests } from './runTests.ts'
import { noCases, testState } from './testState.ts'
import { useTestGround } from './useTestGround.ts'

/** A test of the loop, or a case of one of its policies, that did not come as expected. */
export type FailedTest = { id: string; title: string; message: string; open: (state: EditorState) => void }

export type PublishTests = {
  /** Whether the tests let the version go out, or a reason to publish it all the same was given. */
  ready: boolean
  running: boolean
  count: number
  failed: readonly FailedTest[]
  reason: string
  setReason: (reason: string) => void
  /** What the request to publish says of it. */
  override: { override: { tests: string } } | object
}

/** Runs the tests that have not run on this version, while the form to publish it is open. */
export function usePublishTests(fresh: boolean): PublishTests {
  const store = useEditorStore()
  const cases = useEditor(({ graph }) => graph.cases ?? noCases)
  const results = useEditor((state) => state.testResults)
  const ground = useTestGround()
  // Tests that can't be run here are run by the server, which then has the last word.
  const broken = useEditor((state) => state.testing.type === 'failed')
  const [reason, setReason] = useState('')
  useEffect(() => {
    const { testResults } = store.getState()
    const due = cases.filter((test) => {
      const state = testState(test, testResults[test.id], ground)
      return state === 'stale' || state === 'not-run'
    })
    if (!fresh || due.length === 0 || ground.version === undefined) return
    const abort = new AbortController()
    void runTests(store, due, abort.signal)
    return () => abort.abort()
  }, [store, cases, fresh, ground])
  const states = cases.map((test) => testState(test, results[test.id], ground))
  const running = !broken && states.some((state) => state === 'stale' || state === 'not-run')
  const policies = useEditor(({ graph }) => graph.policies)
  const ofPolicies = useMemo(() => policyCaseReports(policies), [policies])
  const failed = [
    ...cases.flatMap(({ id, title }, place): FailedTest[] => {
      const [failure] = results[id]?.report.failures ?? []
      if (states[place] !== 'failed') return []
      return [{ id, title, message: failure?.message ?? '', open: (state) => openTest(state, id) }]
    }),
    ...ofPolicies.flatMap(({ pointer, report }): FailedTest[] => {
      const [failure] = report.failures
      if (!failure) return []
      const { case: id, title } = report
      const field = `/policies${pointer}${failure.pointer}`
      return [{ id, title, message: failure.message, open: (state) => state.goTo(null, field) }]
    }),
  ]
  const why = reason.trim()
  return {
    ready: !running && (failed.length === 0 || why !== ''),
    running,
    count: cases.length + ofPolicies.length,
    failed,
    reason,
    setReason,
    override: failed.length > 0 && why !== '' ? { override: { tests: why } } : {},
  }
}

function openTest(state: EditorState, id: string): void {
  state.setOpenTest({ id, view: 'result' })
  state.showDock('tests')
}
