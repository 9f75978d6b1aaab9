import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { prove } from '../../../shared/prove/prove.ts'
import { proofState, shownViolation } from '../../../web/editor/prove/proofState.ts'
import { openViolation, type Prove, runProof } from '../../../web/editor/prove/runProof.ts'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { withNode, withoutEdges } from '../../support/graphs.ts'
import { provenGraph } from '../../support/provenGraph.ts'
import { editorFor } from './editorFor.ts'

const never = new AbortController().signal
const here: Prove = async ({ program, properties, maxStates }, onProgress) =>
  prove(program, { maxStates, properties, onProgress })

function compileIn(store: EditorStore): EditorStore {
  const { graph } = store.getState()
  store.getState().setCompiled({ graph, ...compile(graph) })
  return store
}
const editing = (graph: Graph) => compileIn(editorFor(graph))

describe('a proof in the editor', () => {
  it('says of a sound loop that every property holds', async () => {
    const store = editing(provenGraph)
    expect(proofState(store.getState())).toBe('none')
    await runProof(store, never, { prove: here })
    expect(proofState(store.getState())).toBe('holds')
    expect(store.getState()).toMatchObject({ openViolation: null, proving: { type: 'idle' } })
    expect(store.getState().announcement.text).toMatch(/^No violation found in \d+ states$/)
  })

  it('opens the run that breaks a property at its end, on the canvas, with its place selected', async () => {
    const store = editing(withoutEdges(provenGraph, 'ask.denied'))
    store.getState().showDock('prove')
    await runProof(store, never, { prove: here })
    expect(proofState(store.getState())).toBe('broken')
    const shown = shownViolation(store.getState())
    expect(shown?.violation).toMatchObject({ property: 'leaves-effects', at: { node: 'reserve' } })
    const { cursor, events, stateAt } = shown?.playback.getState() ?? {}
    expect(cursor).toBe(events?.length)
    expect(stateAt?.(cursor ?? 0)).toMatchObject({ status: 'ended', outcome: 'bailed' })
    expect(store.getState().selection.nodes).toEqual(['reserve'])
  })

  it('has no run to show of what never happens', async () => {
    const store = editing(withNode(provenGraph, 'ask', { deadlineSeconds: 7200 }))
    await runProof(store, never, { prove: here })
    const [violation] = store.getState().proof?.report.violations ?? []
    if (violation) openViolation(store, violation)
    expect(store.getState().openViolation?.playback.getState().events).toEqual([])
    expect(store.getState().selection.nodes).toEqual(['ask'])
  })

  it('is of the loop as it was: an edit, or another property, makes it old', async () => {
    const store = editing(provenGraph)
    await runProof(store, never, { prove: here })
    store
      .getState()
      .write(null, '/properties', [{ id: 'own', title: 'Own', holds: 'true' }], 'Stated something')
    expect(proofState(compileIn(store).getState())).toBe('stale')
    await runProof(store, never, { prove: here })
    expect(proofState(store.getState())).toBe('holds')
    store.getState().write(null, '/limits/steps', 7, 'Changed a limit')
    expect(proofState(compileIn(store).getState())).toBe('stale')
  })

  it('takes the policies of the workspace along', async () => {
    const store = editing(provenGraph)
    const policy = {
      id: 'none',
      title: 'None',
      at: 'step',
      on: ['charge'],
      when: 'true',
      effect: 'deny',
      message: '',
    } as const
    const policies = [{ ...policy, on: [...policy.on] }]
    store.getState().setPolicySet({ version: 1, digest: `sha256:${'1'.repeat(64)}`, policies })
    await runProof(store, never, { prove: here })
    expect(store.getState().proof?.report.violations).toContainEqual(
      expect.objectContaining({ property: 'never-visited', at: { node: 'charge' } }),
    )
  })

  it('says that it could not be made', async () => {
    const store = editing(provenGraph)
    await runProof(store, never, {
      prove: async () => {
        throw new Error('The thread ended')
      },
    })
    expect(store.getState().proving).toEqual({ type: 'failed', message: 'The thread ended' })
  })
})
