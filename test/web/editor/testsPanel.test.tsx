import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { noChangeControl } from '../../../shared/api/changeControl.ts'
import { runCase } from '../../../shared/cases/runCases.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { PublishForm } from '../../../web/editor/draft/PublishForm.tsx'
import { answerSelfTest } from '../../../web/editor/inspector/selfTest/answerSelfTest.ts'
import { SelfTestTable } from '../../../web/editor/inspector/selfTest/SelfTestTable.tsx'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
import type { TestQuestion } from '../../../web/editor/tests/runTests.ts'
import { TestsPanel } from '../../../web/editor/tests/TestsPanel.tsx'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { stubApi } from '../app/renderApp.tsx'
import { editorFor } from './editorFor.ts'

/** The thread that runs tests, on this one. */
class HereWorker extends EventTarget {
  postMessage({ program, cases, policySet }: TestQuestion) {
    for (const test of cases)
      queueMicrotask(() =>
        this.dispatchEvent(new MessageEvent('message', { data: runCase(program, test, policySet) })),
      )
  }
  terminate() {}
}

beforeEach(() => {
  stubApi({})
  vi.stubGlobal('Worker', HereWorker)
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(480)
})

function show(graph: Graph, what: React.ReactNode) {
  const store = editorFor(graph)
  store.getState().setCompiled({ graph, ...compile(graph) })
  store.setState({ draft: { type: 'saved', at: 0 } })
  const router = createMemoryRouter([
    { path: '*', element: <EditorProvider value={store}>{what}</EditorProvider> },
  ])
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } })}>
      <UiProvider>
        <RouterProvider router={router} />
      </UiProvider>
    </QueryClientProvider>,
  )
  return store
}
const wrong: Graph = {
  ...refund.graph,
  cases: (refund.graph.cases ?? []).map((test) =>
    test.id === 'small' ? { ...test, expect: { outcome: 'bailed' } } : test,
  ),
}

describe('the tests of a loop', () => {
  it('are run together, and the one that fails says why and leads to its place', async () => {
    const user = userEvent.setup()
    const store = show(wrong, <TestsPanel />)
    await user.click(screen.getByRole('button', { name: 'Run all' }))
    await waitFor(() => expect(screen.getAllByText('Passed')).toHaveLength(6))
    await user.click(screen.getByRole('button', { name: /A small refund.*Failed/ }))
    const failures = screen.getByRole('list', { name: 'What did not come' })
    const failure = within(failures).getByText(/The outcome was to be bailed, and it was succeeded/)
    await user.click(failure)
    expect(store.getState().selection.nodes).toEqual(['paid'])
  })

  it('can be changed, taken as they came, and removed, each as an edit', async () => {
    const user = userEvent.setup()
    const store = show(wrong, <TestsPanel />)
    await user.click(screen.getByRole('button', { name: 'Run “A small refund is paid at once”' }))
    await user.click(screen.getByRole('button', { name: 'Edit' }))
    await user.click(screen.getByRole('button', { name: 'Expect what came' }))
    expect(store.getState().graph.cases?.[0]?.expect).toMatchObject({ outcome: 'succeeded' })
    await user.click(screen.getByRole('button', { name: 'Remove “A small refund is paid at once”' }))
    expect(store.getState().graph.cases?.map(({ id }) => id)).not.toContain('small')
    expect(store.getState().past).toHaveLength(2)
  })
})

describe('publishing a loop with tests', () => {
  const version = { number: 1, version: `sha256:${'a'.repeat(64)}`, note: '', by: 'me', at: 0 }
  const publish = () => screen.getByRole('button', { name: 'Publish version 1' })
  const api = {
    'GET /api/change-control': () => noChangeControl,
    'GET /api/proposals': () => ({ proposals: [], next: null }),
    'POST /api/loops/refund/versions': () => version,
  }

  it('goes out when they pass', async () => {
    const calls = stubApi(api)
    show(refund.graph, <PublishForm />)
    await screen.findByText('7 tests passed')
    await userEvent.click(publish())
    await waitFor(() => expect(calls.some(({ method }) => method === 'POST')).toBe(true))
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ revision: 1, note: '' })
  })

  it('is held back by one that fails, until somebody says why it goes out', async () => {
    const calls = stubApi(api)
    show(wrong, <PublishForm />)
    await screen.findByText('1 of 7 tests failed')
    expect(publish()).toHaveProperty('disabled', true)
    await userEvent.type(screen.getByLabelText('Publish all the same, because'), 'It is urgent')
    await userEvent.click(publish())
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
        revision: 1,
        note: '',
        override: { tests: 'It is urgent' },
      }),
    )
  })
})

describe('what a verifier misses', () => {
  it('is told in numbers, with examples and the places that nobody looks at', async () => {
    const { program } = compile(refund.graph)
    if (!program) throw new Error('It compiles')
    const question = {
      program,
      verifier: 'compare',
      cases: refund.graph.cases ?? [],
      policySet: null,
      logs: [],
    }
    const report = answerSelfTest(question)
    expect(report.good).toBe(2)
    render(<SelfTestTable report={report} />)
    const rows = within(screen.getByRole('list', { name: 'What was missed' }))
    const { made, missed } = report.verifierTally
    const verdict = rows.getByText('The verdict').closest('li')
    expect(verdict?.textContent).toContain(`${missed} of ${made} missed`)
    expect(verdict?.textContent).toMatch(/step failed0 of \d+ missed/)
    expect(screen.getByText(/Whatever changes here/).parentElement?.textContent).toContain('refund/body/id')
    expect(screen.getByText(/Whatever changes here/).parentElement?.textContent).not.toContain(
      'refund/body/amount',
    )
  })
})
