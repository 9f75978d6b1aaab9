import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Compatibility, VersionSummary } from '../../../shared/api/loops.ts'
import type { LoopChange } from '../../../shared/compat/compatibility.ts'
import { CompatibilityNotice } from '../../../web/editor/draft/CompatibilityNotice.tsx'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { stubApi } from '../app/renderApp.tsx'
import { editorFor } from './editorFor.ts'

afterEach(cleanup)

const digest = `sha256:${'a'.repeat(64)}`
const published: VersionSummary = { number: 3, version: digest, note: '', by: 'ada', at: 0 }

function showing(
  changes: LoopChange[],
  breaking: Compatibility['breaking'],
  of: VersionSummary | null = published,
) {
  const found: Compatibility = {
    from: { number: 3, version: digest },
    to: { number: null, version: digest },
    breaking,
    changes,
  }
  const calls = stubApi({ 'GET /api/loops/test-loop/compatibility': () => found })
  const store = editorFor()
  store.setState({ published: of })
  store.getState().setCompiled({ graph: store.getState().graph, program: null, diagnostics: [] })
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } })}>
      <UiProvider>
        <EditorProvider value={store}>
          <CompatibilityNotice />
        </EditorProvider>
      </UiProvider>
    </QueryClientProvider>,
  )
  return calls
}

const required: LoopChange = {
  who: 'callers',
  path: '/input/n',
  change: 'required',
  breaking: true,
  message: 'Must now have “n”',
  example: {},
}

describe('what publishing changes for others', () => {
  it('says whom it breaks, where, and with what', async () => {
    const computed: LoopChange = {
      who: 'readers',
      path: '/outcomes/done/body/id',
      change: 'computed',
      breaking: 'unknown',
      message: 'Is computed in another way',
    }
    showing([required, computed], true)
    expect(await screen.findByText('Against version 3, this breaks callers')).toBeTruthy()
    expect(screen.getByText('/input/n')).toBeTruthy()
    expect(screen.getByText('Must now have “n”')).toBeTruthy()
    expect(screen.queryByText('Is computed in another way')).toBeNull()
    await userEvent.setup().click(screen.getByText('May break: 1'))
    expect(await screen.findByText('Is computed in another way')).toBeTruthy()
  })

  it('says that nobody is broken, and what may be', async () => {
    showing([{ ...required, breaking: false }], false)
    expect(await screen.findByText('Breaks nobody who knows version 3')).toBeTruthy()
    expect(screen.getByText('Harmless changes: 1')).toBeTruthy()
    cleanup()
    showing([{ ...required, breaking: 'unknown' }], 'unknown')
    expect(await screen.findByText('Nothing breaks for certain; check callers')).toBeTruthy()
  })

  it('has nothing to say before the first version', () => {
    expect(showing([], false, null)).toEqual([])
    expect(screen.queryByRole('region', { name: 'What changes for others' })).toBeNull()
  })
})
