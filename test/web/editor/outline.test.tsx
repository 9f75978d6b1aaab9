import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type RefObject, useRef } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Graph } from '../../../shared/graph/graph.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { useCommandKeys } from '../../../web/editor/keys/useCommandKeys.ts'
import { moveAfter } from '../../../web/editor/model/moveAfter.ts'
import { OutlinePanel } from '../../../web/editor/outline/OutlinePanel.tsx'
import { Prompts } from '../../../web/editor/prompts/Prompts.tsx'
import { EditorProvider, useEditorStore } from '../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { editorFor, wiresOf } from './editorFor.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** The outline and the lists that it opens, without any canvas. */
function Bench() {
  const canvas: RefObject<Element | null> = useRef(null)
  useCommandKeys(useEditorStore(), canvas)
  return (
    <>
      <OutlinePanel />
      <Prompts />
    </>
  )
}

function open(graph?: Graph) {
  const store = editorFor(graph)
  render(
    <UiProvider>
      <EditorProvider value={store}>
        <Bench />
      </EditorProvider>
    </UiProvider>,
  )
  const keys = userEvent.setup()
  return {
    store,
    press: (text: string) => keys.keyboard(text),
    /** Picks what a list that is open offers under these words. */
    pick: (words: string) => keys.keyboard(`${words}{Enter}`),
  }
}

/** What a line says, without what is only read out beside it. */
function textOf(line: Element | null): string {
  return [...(line?.children ?? [])]
    .map((part) => (part.matches('[hidden]') ? '' : part.textContent))
    .join('')
}
const focused = () => textOf(document.activeElement)
const lines = () => screen.getAllByRole('treeitem').map(textOf)

describe('the outline, by keyboard alone', () => {
  it('makes a loop: adds, names, connects and follows wires', async () => {
    const { store, press, pick } = open()
    screen.getByRole('button', { name: 'Webhook trigger' }).focus()
    await press('{Enter}')
    store.getState().focusOutline()
    expect(await screen.findByRole('treeitem', { name: /Trigger/ })).toBeTruthy()
    screen.getByRole('treeitem').focus()
    for (const what of ['Sequence planner', 'HTTP action', 'Verifier', 'Outcome: succeeded']) {
      await press('a')
      await pick(what)
    }
    expect(focused()).toMatch(/^Outcome/)
    expect(wiresOf(store.getState().graph)).toHaveLength(4)

    // The verifier's way back: up to it, open it, down to the port that leads nowhere, and connect it.
    await press('{ArrowUp}{F2}Check it{Enter}')
    expect(focused()).toContain('Check it')
    await press('{ArrowRight}{ArrowRight}{ArrowDown}')
    expect(focused()).toBe('replan leads nowhere')
    await press('c')
    await pick('replan')
    expect(wiresOf(store.getState().graph)).toContain('verify.replan > plan.in')
    expect(lines()).toContain('replan back to Plan')

    // At another port that leads nowhere, Enter adds what fits there.
    await press('{End}{ArrowUp}')
    expect(focused()).toBe('bail leads nowhere')
    await press('{Enter}')
    await pick('Outcome: bailed')
    expect(store.getState().graph.edges.some(({ from }) => from.port === 'bail')).toBe(true)
    expect(focused()).toMatch(/^Outcome/)
  })

  it('opens a node’s wires, walks them and takes one out', async () => {
    const { store, press } = open(issueTriage.graph)
    screen.getAllByRole('treeitem')[0]?.focus()
    const before = store.getState().graph.edges.length
    await press('{Home}{ArrowRight}{ArrowRight}')
    expect(store.getState().selection.edges).toHaveLength(1)
    await press('{Enter}')
    expect(store.getState().selection.nodes).toHaveLength(1)
    await press('{ArrowLeft}{ArrowRight}{Delete}')
    expect(store.getState().graph.edges).toHaveLength(before - 1)
    expect(focused()).toMatch(/leads nowhere$/)
    await press('{Control>}z{/Control}')
    expect(store.getState().graph).toBe(issueTriage.graph)
  })

  it('keeps the focus in the list when its line is taken out, and takes out every node that is selected', async () => {
    const { store, press } = open(issueTriage.graph)
    const count = store.getState().graph.nodes.length
    screen.getAllByRole('treeitem')[0]?.focus()
    await press('{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
    expect(store.getState().selection.nodes).toHaveLength(3)
    await press('{Delete}')
    expect(store.getState().graph.nodes).toHaveLength(count - 3)
    expect(document.activeElement?.getAttribute('role')).toBe('treeitem')
  })

  it('says of the line that has the focus what it comes after and leads to', () => {
    open(issueTriage.graph)
    const first = screen.getAllByRole('treeitem')[0]
    const said = document.getElementById(first?.getAttribute('aria-describedby') ?? '')
    expect(said?.textContent).toMatch(/^Leads to .+\.$/)
  })

  it('leaves one line only to Tab', async () => {
    const { press } = open(issueTriage.graph)
    await press('{Tab}')
    expect(screen.getAllByRole('treeitem').filter((line) => line.tabIndex === 0)).toHaveLength(1)
    expect(document.activeElement?.getAttribute('role')).toBe('treeitem')
    await press('{Tab}')
    expect(document.activeElement?.getAttribute('role')).not.toBe('treeitem')
  })
})

describe('moving a node after another', () => {
  const { graph } = issueTriage

  it('joins what it stood between, and leads on from its new place', () => {
    const action = graph.nodes.find((node) => node.kind === 'action')
    const verifier = graph.nodes.find((node) => node.kind === 'verifier')
    const planner = graph.nodes.find((node) => node.kind === 'planner')
    if (!action || !verifier || !planner) throw new Error('The template has changed.')
    const again = moveAfter(graph, action.id, planner.id)
    expect(wiresOf(again)).toEqual(wiresOf(graph))
  })

  it('leaves verdicts leading where they led', () => {
    const verifier = graph.nodes.find((node) => node.kind === 'verifier')
    const action = graph.nodes.find((node) => node.kind === 'action')
    if (!action || !verifier) throw new Error('The template has changed.')
    const sides = (of: Graph) =>
      wiresOf(of).filter((wire) => wire.startsWith(`${verifier.id}.`) && !wire.includes('.pass '))
    expect(sides(moveAfter(graph, verifier.id, action.id))).toEqual(sides(graph))
  })

  it('changes nothing where one of both is not there', () => {
    expect(moveAfter(graph, 'nobody', graph.nodes[0]?.id ?? '')).toBe(graph)
    expect(moveAfter(graph, graph.nodes[0]?.id ?? '', 'nobody')).toBe(graph)
  })
})
