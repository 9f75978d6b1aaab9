import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { layoutOffThread } from '../../../web/editor/layoutOffThread.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { largeGraph } from '../../support/largeGraph.ts'

/** A thread that answers when the test says so, and knows whether it still runs. */
class HeldWorker extends EventTarget {
  static last: HeldWorker | null = null
  running = true

  constructor() {
    super()
    HeldWorker.last = this
  }

  postMessage(): void {}

  terminate(): void {
    this.running = false
  }
}

const graph = largeGraph(100)

beforeEach(() => {
  HeldWorker.last = null
  vi.stubGlobal('Worker', HeldWorker)
  render(<UiProvider>{null}</UiProvider>)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('the layout of a large loop', () => {
  it('is told of when it takes long, and is called off by its Cancel button', async () => {
    const layout = layoutOffThread(graph)
    await screen.findByText(`Tidying up ${graph.nodes.length} nodes…`)
    expect(HeldWorker.last?.running).toBe(true)
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(await layout).toBeNull()
    expect(HeldWorker.last?.running).toBe(false)
    await waitFor(() => expect(screen.queryByText(/Tidying up/)).toBeNull())
  })

  it('takes its word back once it is done', async () => {
    const layout = layoutOffThread(graph)
    await screen.findByText(/Tidying up/)
    const places = { start: { x: 1, y: 2 } }
    HeldWorker.last?.dispatchEvent(new MessageEvent('message', { data: places }))
    expect(await layout).toEqual(places)
    expect(HeldWorker.last?.running).toBe(false)
    await waitFor(() => expect(screen.queryByText(/Tidying up/)).toBeNull())
  })
})
