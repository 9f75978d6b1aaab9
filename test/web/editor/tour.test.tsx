import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { takeTour } from '../../../web/editor/commands/takeTour.ts'
import { runTrial } from '../../../web/editor/run/runTrial.ts'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
import { TourBar } from '../../../web/editor/tour/TourBar.tsx'
import { tourSteps } from '../../../web/editor/tour/tourSteps.ts'
import { beginTour, useTour } from '../../../web/editor/tour/useTour.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { editorFor } from './editorFor.ts'

function Bench() {
  useTour()
  return <TourBar />
}

function open({ begins } = { begins: true }) {
  const store = editorFor(issueTriage.graph)
  if (begins) beginTour(store)
  render(
    <UiProvider>
      <EditorProvider value={store}>
        <Bench />
      </EditorProvider>
    </UiProvider>,
  )
  return store
}

/** Runs the loop as Try does. */
async function run(store: EditorStore): Promise<void> {
  const { graph } = store.getState()
  store.getState().setCompiled({ graph, ...compile(graph) })
  await runTrial(store.getState())
}

const bar = () => screen.queryByRole('region', { name: 'Tour' })
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

beforeEach(() => localStorage.clear())
afterEach(cleanup)

describe('the tour', () => {
  it('is seen by nobody who has not begun it', () => {
    open({ begins: false })
    expect(bar()).toBeNull()
    cleanup()
    open()
    expect(bar()?.textContent).toContain('1 of 5')
  })

  it('goes on by itself when what it asks for is done', async () => {
    const store = open()
    await press('Next')
    expect(bar()?.textContent).toContain('Select the planner')
    await press('Show me')
    expect(bar()?.textContent).toContain('Change something')
    store.getState().write(null, '/title', 'Another title')
    expect(await screen.findByText('Run it here.')).toBeTruthy()
    await run(store)
    expect(await screen.findByText('See what happened.')).toBeTruthy()
    await press('Finish')
    expect(bar()).toBeNull()
  })

  it('is not done by what was there before its step began', async () => {
    const store = open()
    await run(store)
    store.getState().write(null, '/title', 'Another title')
    store.getState().goOnTour(3)
    expect(await screen.findByText('Run it here.')).toBeTruthy()
    store.getState().select({})
    expect(bar()?.textContent).toContain('Run it here')
  })

  it('goes on at the next visit where it was left, and never begins again once it is over', async () => {
    open()
    await press('Next')
    cleanup()
    open()
    expect(bar()?.textContent).toContain('2 of 5')
    await press('Leave the tour')
    expect(bar()).toBeNull()
    cleanup()
    const store = open()
    expect(bar()).toBeNull()
    await takeTour.perform(store.getState())
    expect(await screen.findByText(`${tourSteps[0]?.title}.`)).toBeTruthy()
  })
})
