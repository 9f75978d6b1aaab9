import { caseOfTrial, usualTitle } from '../../../shared/cases/caseOf.ts'
import type { Case } from '../../../shared/graph/case.ts'
import { typedMock } from '../model/typedMock.ts'
import { idFromTitle, uniqueId } from '../model/uniqueId.ts'
import type { EditorState } from '../store/editorState.ts'
import type { Trial } from '../store/trySlice.ts'
import { endOf } from '../try/endOf.ts'
import { noCases } from './testState.ts'

const pretty = (value: unknown) => JSON.stringify(value, null, 2)

/** Adds a test as one undo step and opens it; its id is made free. */
export function addTest(state: EditorState, test: Case, view: 'result' | 'form'): string {
  const taken = (state.graph.cases ?? noCases).map(({ id }) => id)
  const id = uniqueId(test.id, taken)
  state.edit(`Added the test “${test.title}”`, (graph) => ({
    ...graph,
    cases: [...(graph.cases ?? []), { ...test, id }],
  }))
  state.setOpenTest({ id, view })
  return id
}

export function removeTest(state: EditorState, id: string): void {
  state.edit('Removed a test', (graph) => {
    const { cases = [], ...others } = graph
    const kept = cases.filter((test) => test.id !== id)
    return kept.length === 0 ? others : { ...others, cases: kept }
  })
  state.setOpenTest(null)
}

/** A test that a person fills in: it expects success, so that it can fail. */
export const emptyTest = (): Case => ({
  id: 'test',
  title: 'New test',
  input: {},
  mocks: {},
  expect: { outcome: 'succeeded' },
})

/** What was tried last, as a test that expects what came of it. */
export function testOfTrial(trial: Trial, titled?: Pick<Case, 'id' | 'title'>): Case {
  const { events } = trial.playback.getState()
  const end = endOf(events)
  const title = usualTitle(events)
  const names = titled ?? { id: idFromTitle(end?.data.outcome ?? 'refused', 'test'), title }
  const made = caseOfTrial(names, trial.question, events)
  const { refused } = trial
  return refused === null ? made : { ...made, expect: { refused } }
}

/** Saves what was tried last as a new test, or over the one that it was filled from. */
export function saveTrial(state: EditorState, over: string | null): void {
  const { trial, graph } = state
  if (!trial) return
  const known = (graph.cases ?? noCases).find(({ id }) => id === over)
  if (known) {
    const { expect, ...made } = testOfTrial(trial, known)
    const test: Case = { ...made, ...(known.note === undefined ? {} : { note: known.note }), expect }
    state.edit(`Saved over the test “${known.title}”`, (before) => ({
      ...before,
      cases: (before.cases ?? []).map((each) => (each.id === over ? test : each)),
    }))
    state.setOpenTest({ id: known.id, view: 'form' })
  } else addTest(state, testOfTrial(trial), 'form')
  state.showDock('tests')
}

/** Fills Try with what a test asks, so that its answers can be changed there. */
export function openInTry(state: EditorState, test: Case): void {
  state.setTryInput(pretty(test.input))
  state.clearMocks()
  for (const [key, mock] of Object.entries(test.mocks)) state.setMock(key, typedMock(mock))
  state.setDecision(test.decisions ?? 'grant')
  state.setTriedTest(test.id)
  state.showDock('try')
}
