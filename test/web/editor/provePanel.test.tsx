import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { prove } from '../../../shared/prove/prove.ts'
import { ProvePanel } from '../../../web/editor/prove/ProvePanel.tsx'
import { PublishProofNotice } from '../../../web/editor/prove/PublishProofNotice.tsx'
import type { ProofAnswer, ProofQuestion } from '../../../web/editor/prove/runProof.ts'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { withoutEdges } from '../../support/graphs.ts'
import { provenGraph } from '../../support/provenGraph.ts'
import { stubApi } from '../app/renderApp.tsx'
import { editorFor } from './editorFor.ts'

/** The thread that proves, on this one. */
class HereWorker extends EventTarget {
  postMessage(question: ProofQuestion | 'stop') {
    if (question === 'stop') return
    const { program, properties, maxStates } = question
    const answer: ProofAnswer = { is: 'done', report: prove(program, { maxStates, properties }) }
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: answer })))
  }
  terminate() {}
}

beforeEach(() => {
  stubApi({})
  vi.stubGlobal('Worker', HereWorker)
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(480)
})

function show(graph: Graph) {
  const store = editorFor(graph)
  store.getState().setCompiled({ graph, ...compile(graph) })
  store.getState().showDock('prove')
  render(
    <UiProvider>
      <EditorProvider value={store}>
        <ProvePanel />
        <PublishProofNotice />
      </EditorProvider>
    </UiProvider>,
  )
  return store
}

describe('the panel that proves', () => {
  it('lists what holds, within which bounds, and tells the publisher', async () => {
    const user = userEvent.setup()
    show(provenGraph)
    screen.getByText(/Nothing is proved of this version yet/)
    await user.click(screen.getByRole('button', { name: 'Prove' }))
    expect(await screen.findAllByText('Holds')).toHaveLength(6)
    screen.getByText(/^Everything was looked at: \d+ states/)
    screen.getByText(/attempts of a call 1 for 4/)
    screen.getByText('Proved: every property holds')
  })

  it('shows what happens in the run that breaks a property, and goes to each moment of it', async () => {
    const user = userEvent.setup()
    const store = show(withoutEdges(provenGraph, 'ask.denied'))
    await user.click(screen.getByRole('button', { name: 'Prove' }))
    const story = await screen.findByRole('list', { name: 'What happens' })
    expect(within(story).getAllByRole('listitem')).toHaveLength(4)
    const end = store.getState().openViolation?.playback.getState().cursor ?? 0
    await user.click(within(story).getByRole('button', { name: /“reserve” succeeds/ }))
    expect(store.getState().openViolation?.playback.getState().cursor).toBeLessThan(end)
    screen.getByText(/2 runs break a property/)
  })
})
