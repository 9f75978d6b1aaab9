import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { PlannerNode } from '../../../shared/graph/nodes/planner.ts'
import { addFromCatalogue } from '../../../web/editor/commands/addFromCatalogue.ts'
import { InspectorPanel } from '../../../web/editor/inspector/InspectorPanel.tsx'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { editorFor, entryFor } from './editorFor.ts'

// CodeMirror measures text, which jsdom can't; what it is given and gives back is that of a text area.
vi.mock('../../../web/ui/CodeEditor.tsx', () => ({
  CodeEditor: ({ value, onChange, onBlur, label, ...rest }: Record<string, unknown>) => (
    <textarea
      id={rest['id'] as string}
      aria-label={label as string}
      value={value as string}
      onChange={(event) => (onChange as (text: string) => void)(event.target.value)}
      onBlur={onBlur as () => void}
    />
  ),
}))

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async (address: string) =>
      Response.json(
        address.includes('hosts')
          ? { hosts: [{ name: 'shop', baseUrl: 'https://s.example', sandbox: false }] }
          : address.includes('loops')
            ? { loops: [] }
            : { secrets: [] },
      ),
    ),
  )
  Element.prototype.hasPointerCapture = () => false
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** A planner with two actions that give facts, and what is written over it. */
function planning(over: Partial<PlannerNode> = {}): EditorStore {
  const built = editorFor()
  for (const key of ['trigger', 'planner-goal', 'action-http'])
    addFromCatalogue(built.getState(), entryFor(key))
  built.getState().select({ nodes: ['plan'] })
  addFromCatalogue(built.getState(), entryFor('action-wait'))
  const { graph } = built.getState()
  const facts: Readonly<Record<string, string[]>> = { call: ['shipped'], wait: ['paid'] }
  const nodes = graph.nodes.map((node) =>
    node.kind === 'planner'
      ? { ...node, ...over }
      : node.kind === 'action'
        ? { ...node, gives: facts[node.id] ?? [] }
        : node,
  )
  return editorFor({ ...graph, nodes })
}

function inspecting(store: EditorStore, node: string) {
  store.getState().select({ nodes: [node] })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <EditorProvider value={store}>
          <InspectorPanel />
        </EditorProvider>
      </UiProvider>
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

const nodeIn = (graph: Graph, id: string) => graph.nodes.find((node) => node.id === id)
const plannerIn = (store: EditorStore) => {
  const node = nodeIn(store.getState().graph, 'plan')
  if (node?.kind !== 'planner') throw new Error('no planner')
  return node
}

describe('a goal', () => {
  it('offers the facts that actions give, and takes others by key', async () => {
    const store = planning()
    const user = inspecting(store, 'plan')
    await user.click(screen.getByRole('button', { name: 'Add paid' }))
    await user.type(screen.getByRole('combobox', { name: 'Wanted facts' }), 'told,shipped{Enter}')
    expect(plannerIn(store).strategy).toMatchObject({ want: ['paid', 'told', 'shipped'] })
    await user.click(screen.getByRole('button', { name: 'Remove told' }))
    expect(plannerIn(store).strategy).toMatchObject({ want: ['paid', 'shipped'] })
    store.getState().undo()
    expect(plannerIn(store).strategy).toMatchObject({ want: ['paid', 'told', 'shipped'] })
  })

  it('makes each action a candidate as one step', async () => {
    const store = planning()
    const user = inspecting(store, 'plan')
    await user.click(screen.getByRole('button', { name: 'Add all 2 actions' }))
    expect(plannerIn(store).strategy).toMatchObject({
      candidates: [{ action: 'call' }, { action: 'wait' }],
    })
    expect(store.getState().past).toHaveLength(1)
  })

  it('reads each of its constraints as a sentence', async () => {
    const candidates = [
      { id: 'a', action: 'call' },
      { id: 'b', action: 'wait' },
    ]
    const store = planning({ strategy: { type: 'goal', want: ['paid'], candidates, minimise: 'cost' } })
    const user = inspecting(store, 'plan')
    await user.click(screen.getByText('Constraints'))
    await user.click(screen.getByRole('button', { name: 'Add constraint' }))
    expect(screen.getByText('at most 1 of a, b')).toBeDefined()
    expect(plannerIn(store).strategy).toMatchObject({
      constraints: [{ type: 'at-most', steps: ['a', 'b'], count: 1 }],
    })
  })
})

describe('what stands deep inside', () => {
  const step = { id: 'a', action: 'call', fallback: [{ action: 'wait' }] }
  const rule = (id: string) => ({ id, cells: [], message: id })
  const store = () =>
    planning({
      strategy: {
        type: 'federation',
        combine: 'first',
        members: [
          { id: 'm', strategy: { type: 'choice', options: [{ id: 'o', weight: 1, steps: [step] }] } },
        ],
      },
      rails: { inputs: [], rules: [rule('one'), rule('two')] },
    })

  it.each([
    ['/rails/rules/1/message', 'Message'],
    ['/strategy/members/0/strategy/options/0/steps/0/fallback/0/action', 'Do instead'],
    ['/strategy/members/0/strategy/options/0/weight', 'Weight'],
    ['/asks', 'Asked at most'],
  ])('is reached from a problem at %s', async (field, label) => {
    const editor = store()
    inspecting(editor, 'plan')
    editor.getState().goTo('plan', field)
    await waitFor(() => {
      const focused = document.activeElement
      const own = focused?.id ? document.querySelector(`label[for="${focused.id}"]`)?.textContent : null
      expect(own).toBe(label)
      expect(focused?.closest('[data-field]')?.getAttribute('data-field')).toBe(field)
    })
  })

  it('keeps the last rule of the rails', () => {
    const editor = planning({ rails: { inputs: [], rules: [rule('one')] } })
    inspecting(editor, 'plan')
    expect(screen.getByRole('button', { name: 'Remove rule one' })).toHaveProperty('disabled', true)
  })
})

describe('a wait', () => {
  it('takes a number or an expression, and keeps what is neither out of the document', async () => {
    const store = planning()
    const seconds = { type: 'duration', seconds: 60 }
    store.getState().write('wait', '/call/for', seconds, 'Set the wait')
    const user = inspecting(store, 'wait')
    const field = screen.getByRole('textbox', { name: 'Seconds' })
    await user.clear(field)
    expect(within(field.closest('[data-field]') as HTMLElement).getByRole('alert').textContent).toContain(
      'Give a number or an expression',
    )
    expect(nodeIn(store.getState().graph, 'wait')).toMatchObject({ call: { for: { seconds: 60 } } })
    await user.type(field, 'input.delay')
    expect(nodeIn(store.getState().graph, 'wait')).toMatchObject({
      call: { for: { seconds: 'input.delay' } },
    })
  })
})
