import { describe, expect, it } from 'vitest'
import { runCase } from '../../../shared/cases/runCases.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Case } from '../../../shared/graph/case.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { runTrial } from '../../../web/editor/run/runTrial.ts'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { openInTry, removeTest, saveTrial } from '../../../web/editor/tests/editTests.ts'
import { type RunCases, runTests } from '../../../web/editor/tests/runTests.ts'
import { shownTest, testGround, testState } from '../../../web/editor/tests/testState.ts'
import { editorFor } from './editorFor.ts'

const never = new AbortController().signal
const here: RunCases = async ({ program, cases, policySet }, onResult) => {
  for (const test of cases) onResult(runCase(program, test, policySet))
}
const compileIn = (store: EditorStore) => {
  const { graph } = store.getState()
  store.getState().setCompiled({ graph, ...compile(graph) })
}
const { cases: _own, ...plain } = refund.graph

/** An editor in which a small refund was tried. */
async function tried(mock?: string) {
  const store = editorFor(plain)
  compileIn(store)
  store.getState().setTryInput(JSON.stringify(refund.samples[0]?.input))
  if (mock !== undefined)
    store.getState().setMock('create_refund', { mock: { answers: 'value', text: mock }, delayMs: 5 })
  await runTrial(store.getState())
  return store
}
const casesOf = (store: EditorStore): readonly Case[] => store.getState().graph.cases ?? []

describe('what was tried, saved as a test', () => {
  it('is part of the draft as one step, expects what came, and does not change the program', async () => {
    const store = await tried()
    const before = store.getState().program
    saveTrial(store.getState(), null)
    const [test] = casesOf(store)
    expect(test).toMatchObject({
      id: 'succeeded',
      input: { order: 'A1001' },
      expect: { plan: ['charge', 'refund'], outcome: 'succeeded', verdicts: ['pass'] },
    })
    expect(store.getState()).toMatchObject({ dock: 'tests', openTest: { id: 'succeeded', view: 'form' } })
    expect(store.getState().past).toHaveLength(1)
    expect(compile(store.getState().graph).program).toEqual(before)
    store.getState().undo()
    expect(store.getState().graph).toBe(plain)
  })

  it('passes, fails when the loop does something else, and is stale in between', async () => {
    const store = await tried()
    saveTrial(store.getState(), null)
    compileIn(store)
    expect(await runTests(store, casesOf(store), never, here)).toBe(true)
    const state = () => {
      const { testResults } = store.getState()
      const [test] = casesOf(store)
      return test && testState(test, testResults[test.id], testGround(store.getState()))
    }
    expect(state()).toBe('passed')
    expect(shownTest(store.getState())?.report.passed).toBe(true)
    store.getState().write('paid', '/body', { order: 'another' })
    compileIn(store)
    expect(state()).toBe('stale')
    expect(shownTest(store.getState())).toBeNull()
    expect(await runTests(store, casesOf(store), never, here)).toBe(false)
    expect(state()).toBe('failed')
    const report = store.getState().testResults['succeeded']?.report
    expect(report?.failures[0]).toMatchObject({ pointer: '/expect/body/amount', node: 'paid' })
    store.getState().write(null, '/cases/0/expect/body', { order: 'another' })
    compileIn(store)
    expect(state()).toBe('stale')
  })

  it('can be opened in Try, answers and all, and saved over', async () => {
    const store = await tried('{ "status": 201, "body": { "amount": 1 } }')
    saveTrial(store.getState(), null)
    const [test] = casesOf(store)
    if (!test) throw new Error('It was saved')
    const { mocks, tryInput } = store.getState()
    store.getState().setMock('create_refund', null)
    store.getState().setTryInput('{}')
    openInTry(store.getState(), test)
    expect(JSON.parse(store.getState().tryInput ?? '')).toEqual(JSON.parse(tryInput ?? ''))
    expect(store.getState().mocks['create_refund']).toMatchObject({
      delayMs: 5,
      mock: { answers: 'value' },
    })
    expect(Object.keys(store.getState().mocks)).toEqual(Object.keys(mocks))
    store.getState().setMock('create_refund', { mock: { answers: 'nothing' }, delayMs: 0 })
    compileIn(store)
    await runTrial(store.getState())
    saveTrial(store.getState(), test.id)
    expect(casesOf(store)).toHaveLength(1)
    expect(casesOf(store)[0]).toMatchObject({ id: test.id, title: test.title, startAt: test.startAt })
    expect(casesOf(store)[0]?.mocks['create_refund']?.mock).toEqual({ answers: 'nothing' })
    expect(casesOf(store)[0]?.expect).not.toEqual(test.expect)
  })

  it('that is refused expects the refusal', async () => {
    const store = editorFor(plain)
    compileIn(store)
    store.getState().setTryInput('{}')
    await runTrial(store.getState())
    saveTrial(store.getState(), null)
    expect(casesOf(store)[0]?.expect).toEqual({ refused: 'input-invalid' })
  })

  it('leaves no empty list behind when the last one is removed', async () => {
    const store = await tried()
    saveTrial(store.getState(), null)
    removeTest(store.getState(), 'succeeded')
    expect(store.getState().graph).toEqual(plain)
    expect(Object.hasOwn(store.getState().graph, 'cases')).toBe(false)
  })

  it('is not run on a loop with errors', async () => {
    const store = editorFor(plain)
    expect(await runTests(store, [], never, here)).toBeNull()
    expect(store.getState().testing).toMatchObject({ type: 'failed' })
  })
})
