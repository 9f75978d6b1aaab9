import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { InspectorPanel } from '../../../web/editor/inspector/InspectorPanel.tsx'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
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

beforeEach(() => {
  vi.stubGlobal('fetch', async () => Response.json({ hosts: [], secrets: [] }))
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const policy: Policy = {
  id: 'guard',
  title: 'Guard',
  at: 'step',
  when: "action.risk == 'high'",
  effect: 'redact',
  message: '',
}

function inspecting(change: Partial<Policy> = {}) {
  const store = editorFor({ ...issueTriage.graph, policies: [{ ...policy, ...change }] })
  const { graph } = store.getState()
  store.getState().setCompiled({ graph, ...compile(graph, { hosts: [], secrets: [] }) })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <MemoryRouter>
          <EditorProvider value={store}>
            <InspectorPanel />
          </EditorProvider>
        </MemoryRouter>
      </UiProvider>
    </QueryClientProvider>,
  )
  return { store, user: userEvent.setup(), now: () => store.getState().graph.policies[0] }
}

describe('a loop’s policy', () => {
  it('says by pointers what it redacts', async () => {
    const { user, now } = inspecting()
    await user.type(screen.getByRole('textbox', { name: 'What is redacted' }), '/to, /items/*/name')
    expect(now()?.redact).toEqual(['/to', '/items/*/name'])
  })

  it('takes a ready-made condition with the point that it is for', async () => {
    const { user, now } = inspecting()
    await user.click(screen.getByRole('button', { name: 'Ready-made' }))
    await user.click(await screen.findByRole('menuitem', { name: /more than 10 runs in a minute/ }))
    expect(now()).toEqual({ ...policy, at: 'input', when: 'recent.lastMinute >= 10' })
  })

  it('is tried on a sample, which can be changed', async () => {
    const { user } = inspecting({ effect: 'deny', mode: 'dry-run' })
    await user.click(screen.getByText('Try it on a sample'))
    expect(await screen.findByText(/Denies.*on trial/)).toBeTruthy()
    const sample = screen.getByRole('textbox', { name: 'What is in scope' })
    await user.clear(sample)
    await user.click(sample)
    await user.paste('{"action": {"risk": "low"}}')
    expect(await screen.findByText('Does not apply')).toBeTruthy()
  })

  it('stands beside those of the workspace', async () => {
    const { store } = inspecting()
    expect(screen.queryByText(/workspace’s hold/)).toBeNull()
    const policies = [{ ...policy, title: 'For everyone', effect: 'deny' as const }]
    store.getState().setPolicySet({ version: 1, digest: digest([]), policies })
    expect(await screen.findByText(/For everyone/)).toBeTruthy()
  })
})
