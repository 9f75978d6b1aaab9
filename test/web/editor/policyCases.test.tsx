import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, renderHook, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { PolicyCase } from '../../../shared/graph/policyCase.ts'
import type { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import { simulateTrial } from '../../../shared/sim/trial.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { InspectorPanel } from '../../../web/editor/inspector/InspectorPanel.tsx'
import { goToProblem } from '../../../web/editor/problems/ProblemsPanel.tsx'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
import { usePublishTests } from '../../../web/editor/tests/usePublishTests.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { editorFor } from './editorFor.ts'

vi.mock('../../../web/ui/CodeEditor.tsx', () => ({
  CodeEditor: ({
    value,
    onChange,
    label,
  }: {
    value: string
    onChange: (text: string) => void
    label: string
  }) => <textarea aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} />,
}))

const program = compile(refund.graph).program
if (!program) throw new Error('The template compiles')
const { events } = simulateTrial({
  program,
  input: refund.samples[0]?.input ?? null,
  mocks: {},
  decision: 'grant',
  signals: [],
  seed: 1,
  startAt: Date.parse('2026-11-23T10:00:00Z'),
})
const run = 'refund.0.01910000-0000-7000-8000-00000000beef'

// The log and the program come from the API as `test/web/replay` has it; here it is what comes of them.
vi.mock('../../../web/editor/run/loadPastRun.ts', () => ({
  loadPastRun: async () => ({ program, events }),
}))

const summary = {
  run,
  loop: 'refund',
  version: program.version,
  versionNumber: 1,
  status: 'ended',
  outcome: 'succeeded',
  reason: 'outcome',
  message: '',
  iterations: 1,
  steps: 1,
  costUsd: 0,
  acceptedAt: 1,
  endedAt: 2,
  events: events.length,
  trace: '0af7651916cd43dd8448eb211c80319c',
  parent: null,
}

beforeEach(() => {
  vi.stubGlobal('fetch', async (asked: Request | string | URL) => {
    const url = asked instanceof Request ? asked.url : String(asked)
    return Response.json(
      url.includes('/api/runs') ? { runs: [summary], next: null } : { hosts: [], secrets: [] },
    )
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const policy: WrittenPolicy = {
  id: 'large',
  title: 'Large',
  at: 'input',
  when: 'input.amount > 500.0',
  effect: 'deny',
  message: '',
}
const small: PolicyCase = {
  id: 'small',
  title: 'A small one',
  scope: { input: { amount: 20 } },
  expect: 'does-not-apply',
}

const around =
  (store: EditorStore) =>
  ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <MemoryRouter>
          <EditorProvider value={store}>{children}</EditorProvider>
        </MemoryRouter>
      </UiProvider>
    </QueryClientProvider>
  )

function storeOf(change: Partial<WrittenPolicy> = {}) {
  const store = editorFor({ ...refund.graph, cases: [], policies: [{ ...policy, ...change }] })
  const check = () => {
    const { graph } = store.getState()
    store.getState().setCompiled({ graph, ...compile(graph) })
  }
  check()
  return { store, check, cases: () => store.getState().graph.policies[0]?.cases }
}

function inspecting(change: Partial<WrittenPolicy> = {}) {
  const made = storeOf(change)
  render(<InspectorPanel />, { wrapper: around(made.store) })
  return { ...made, user: userEvent.setup(), section: screen.getByRole('region', { name: 'Cases of Large' }) }
}

describe('the cases of a policy', () => {
  it('turn red as the condition is written, and green again', async () => {
    const { user, section } = inspecting({ cases: [small] })
    expect(within(section).getByText('As expected')).toBeTruthy()
    const when = screen.getByRole('textbox', { name: 'When' })
    await user.clear(when)
    await user.click(when)
    await user.paste('input.amount > 10.0')
    expect(within(section).getByText('Not as expected')).toBeTruthy()
    expect(within(section).getByText('1 of 1 not as expected')).toBeTruthy()
    await user.clear(when)
    await user.click(when)
    await user.paste('input.amount > 20.0')
    expect(within(section).getByText('As expected')).toBeTruthy()
  })

  it('are added from a sample with what the condition reads alone, as one step to undo', async () => {
    const { user, section, cases, store } = inspecting()
    await user.click(within(section).getByRole('button', { name: 'Add case' }))
    expect(cases()).toEqual([
      { id: 'case1', title: 'Case 1', scope: { input: expect.anything() }, expect: expect.any(String) },
    ])
    expect(within(section).getByText('As expected')).toBeTruthy()
    store.getState().undo()
    expect(cases()).toBeUndefined()
    store.getState().redo()
    await user.click(within(section).getByRole('button', { name: 'Remove case' }))
    expect(cases()).toBeUndefined()
  })

  it('are edited like every field', async () => {
    const { user, section, cases } = inspecting({ cases: [small] })
    const title = within(section).getByRole('textbox', { name: 'Title of the case' })
    await user.clear(title)
    await user.click(title)
    await user.paste('Under the bound')
    await user.click(within(section).getByText('What is in scope, and what came'))
    const scope = await within(section).findByRole('textbox', { name: 'Scope' })
    await user.clear(scope)
    await user.click(scope)
    await user.paste('{"input": {"amount": 900}}')
    expect(cases()).toEqual([{ ...small, title: 'Under the bound', scope: { input: { amount: 900 } } }])
    expect(within(section).getByText('Not as expected')).toBeTruthy()
    expect(within(section).getByText('Denies')).toBeTruthy()
  })

  it('are kept from what was tried', async () => {
    const { user, cases } = inspecting()
    await user.click(screen.getByText('Try it on a sample'))
    const sample = await screen.findByRole('textbox', { name: 'What is in scope' })
    await user.clear(sample)
    await user.click(sample)
    await user.paste('{"input": {"amount": 900}, "now": "2026-01-01T00:00:00Z"}')
    await user.click(screen.getByRole('button', { name: 'Keep as a case' }))
    expect(cases()).toEqual([
      { id: 'case1', title: 'Case 1', scope: { input: { amount: 900 } }, expect: 'deny' },
    ])
  })

  it('are made of what a past run asked', async () => {
    const { user, section, cases } = inspecting()
    await user.click(within(section).getByRole('button', { name: 'Add one of a past run…' }))
    await user.click(await screen.findByRole('button', { name: /Show its decisions/ }))
    const decisions = within(await screen.findByRole('list', { name: 'Decisions' }))
    await user.click(await decisions.findByRole('button', { name: /Keep as a case/ }))
    const [accepted] = events
    expect(cases()).toEqual([
      {
        id: 'case1',
        title: 'Run 0000beef, input',
        scope: { input: accepted?.type === 'run.accepted' ? accepted.data.input : null },
        expect: 'deny',
      },
    ])
  })

  it('that fail are warnings that lead to what the case expects', () => {
    const { store, check } = storeOf({ when: 'input.amount > 10.0', cases: [small] })
    check()
    const { diagnostics } = store.getState()
    const found = diagnostics.find(({ code }) => code === 'policy-case-fails')
    if (!found) throw new Error('It fails')
    expect(found.severity).toBe('warning')
    goToProblem(store.getState(), found)
    expect(store.getState().focusRequest).toMatchObject({ field: '/policies/0/cases/0/expect' })
  })

  it('that fail keep a version back until there is a reason', () => {
    const { store } = storeOf({ when: 'input.amount > 10.0', cases: [small] })
    const { result } = renderHook(() => usePublishTests(true), { wrapper: around(store) })
    expect(result.current).toMatchObject({
      ready: false,
      running: false,
      count: 1,
      failed: [{ title: 'Large: A small one', message: expect.stringContaining('denies') }],
    })
  })

  it('that come as expected let a version out', () => {
    const { store } = storeOf({ cases: [small] })
    const { result } = renderHook(() => usePublishTests(true), { wrapper: around(store) })
    expect(result.current).toMatchObject({ ready: true, count: 1, failed: [], override: {} })
  })
})
