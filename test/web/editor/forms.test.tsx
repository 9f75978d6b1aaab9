import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { InspectorPanel } from '../../../web/editor/inspector/InspectorPanel.tsx'
import { applyFix } from '../../../web/editor/problems/applyFix.ts'
import { goToProblem, ProblemsPanel } from '../../../web/editor/problems/ProblemsPanel.tsx'
import { allProblems } from '../../../web/editor/problems/useProblems.ts'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { editorFor } from './editorFor.ts'

// CodeMirror measures text, which jsdom can't; what it is given and gives back is that of a text area.
vi.mock('../../../web/ui/CodeEditor.tsx', () => ({
  CodeEditor: ({
    value,
    onChange,
    onBlur,
    label,
    diagnostics: _d,
    complete: _c,
    hover: _h,
    singleLine: _s,
    language: _l,
    ...rest
  }: Record<string, unknown>) => (
    <textarea
      aria-label={label as string}
      value={value as string}
      onChange={(event) => (onChange as (text: string) => void)(event.target.value)}
      onBlur={onBlur as () => void}
      {...rest}
    />
  ),
}))

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async (address: string) =>
      Response.json(
        address.includes('hosts')
          ? { hosts: [{ name: 'tracker', baseUrl: 'https://t.example', sandbox: false }] }
          : { secrets: [] },
      ),
    ),
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function inspecting(graph: Graph, node: string | null) {
  const store = editorFor(graph)
  const recompile = () => {
    const { graph: now } = store.getState()
    store.getState().setCompiled({ graph: now, ...compile(now, { hosts: ['tracker'], secrets: [] }) })
  }
  recompile()
  if (node) store.getState().select({ nodes: [node] })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <EditorProvider value={store}>
          <ProblemsPanel />
          <InspectorPanel />
        </EditorProvider>
      </UiProvider>
    </QueryClientProvider>,
  )
  return { store, recompile, user: userEvent.setup() }
}

const kindOf = (kind: string) => issueTriage.graph.nodes.find((node) => node.kind === kind)?.id ?? ''

describe('a form', () => {
  it('keeps an id that can’t be one until it is mended, tells it as a problem, and renames what names the node', async () => {
    const { store, user } = inspecting(issueTriage.graph, 'label')
    await user.clear(screen.getByLabelText('Id'))
    await user.type(screen.getByLabelText('Id'), 'comment')
    await user.tab()
    expect(screen.getByLabelText('Id').getAttribute('aria-invalid')).toBe('true')
    const { diagnostics, unfinished } = store.getState()
    expect(allProblems(diagnostics, unfinished)).toContainEqual(
      expect.objectContaining({ code: 'field-unfinished', at: { node: 'label', field: '/id' } }),
    )
    act(() => store.getState().select({ nodes: ['assign'] }))
    act(() => store.getState().select({ nodes: ['label'] }))
    expect(screen.getByLabelText('Id')).toHaveProperty('value', 'comment')
    await user.type(screen.getByLabelText('Id'), '_first')
    await user.tab()
    expect(store.getState().unfinished).toEqual({})
    expect(store.getState().graph.nodes.map(({ id }) => id)).toContain('comment_first')
    act(() => {
      store.getState().undo()
      store.getState().undo()
    })
    expect(screen.getByLabelText('Id')).toHaveProperty('value', 'comment')
  })

  it('keeps a number that is none, marks it, and never writes it', async () => {
    const { store, user } = inspecting(issueTriage.graph, null)
    const field = screen.getByRole('textbox', { name: 'Iterations' })
    await user.clear(field)
    await user.type(field, '4x')
    expect(field).toHaveProperty('value', '4x')
    expect(screen.getByRole('alert').textContent).toContain('This is not a number')
    expect(store.getState().graph.limits.iterations).toBe(4)
    expect(allProblems([], store.getState().unfinished)).toMatchObject([
      { code: 'field-unfinished', severity: 'error', at: { field: '/limits/iterations' } },
    ])
    await user.type(field, '{Backspace}2')
    expect(store.getState().graph.limits.iterations).toBe(42)
    expect(store.getState().unfinished).toEqual({})
  })

  it('still has the text after another node was looked at', async () => {
    const { store, user } = inspecting(issueTriage.graph, kindOf('trigger'))
    const field = () => screen.getByRole('textbox', { name: 'JSON Schema' })
    await user.click(screen.getByRole('button', { name: 'JSON' }))
    await user.clear(field())
    await user.type(field(), '{{"type": "obj')
    expect(store.getState().unfinished[`${kindOf('trigger')}#/input`]?.text).toBe('{"type": "obj')
    store.getState().select({ nodes: [kindOf('planner')] })
    await screen.findByRole('combobox', { name: 'Plans by' })
    store.getState().select({ nodes: [kindOf('trigger')] })
    await screen.findByRole('combobox', { name: 'Caller is checked by' })
    expect(field()).toHaveProperty('value', '{"type": "obj')
    await user.type(field(), 'ect"}')
    expect(store.getState().graph.nodes.find((node) => node.kind === 'trigger')).toMatchObject({
      input: { type: 'object' },
    })
  })

  it('gives the text back when the edit after it is undone', async () => {
    const { store, user } = inspecting(issueTriage.graph, null)
    const field = screen.getByRole('textbox', { name: 'Steps' })
    await user.clear(field)
    await user.type(field, 'many')
    store.getState().closeStep()
    store.getState().write(null, '/limits/steps', 7, 'Set the steps')
    store.getState().undo()
    expect(await screen.findByDisplayValue('many')).toBe(field)
  })

  it('takes waiting text along when its list item is moved, and drops it with the item', () => {
    const store = editorFor(issueTriage.graph)
    const verifier = kindOf('verifier')
    const place = (index: number) => `${verifier}#/checks/${index}/weight`
    store
      .getState()
      .keepUnfinished(verifier, '/checks/0/weight', { text: 'x', message: 'This is not a number' })
    store.getState().reorder(verifier, '/checks', [1, 0, 2], 'Moved a check')
    expect(Object.keys(store.getState().unfinished)).toEqual([place(1)])
    store.getState().reorder(verifier, '/checks', [0, 2], 'Removed a check')
    expect(store.getState().unfinished).toEqual({})
  })

  it('adds, moves and removes checks, one undo step each', async () => {
    const { store, user } = inspecting(issueTriage.graph, kindOf('verifier'))
    const count = () => {
      const node = store.getState().graph.nodes.find((each) => each.kind === 'verifier')
      return node?.kind === 'verifier' ? node.checks.length : 0
    }
    const before = count()
    await user.click(screen.getByRole('button', { name: 'Add check' }))
    expect(count()).toBe(before + 1)
    const removals = screen.getAllByRole('button', { name: 'Remove check' })
    await user.click(removals.at(-1) as HTMLElement)
    expect(count()).toBe(before)
    expect(store.getState().past).toHaveLength(2)
  })

  it('draws wires as choices', async () => {
    const { store, user } = inspecting(issueTriage.graph, kindOf('planner'))
    const boxes = within(screen.getByRole('group', { name: 'The actions it may use' })).getAllByRole(
      'checkbox',
    )
    const wires = () => store.getState().graph.edges.filter((edge) => edge.from.port === 'plan').length
    const before = wires()
    const [first] = boxes
    const wasOn = first?.getAttribute('aria-checked') === 'true'
    await user.click(first as HTMLElement)
    expect(wires()).toBe(before + (wasOn ? -1 : 1))
  })
})

describe('problems', () => {
  /** The template with one thing wrong. */
  const broken: Graph = {
    ...issueTriage.graph,
    nodes: issueTriage.graph.nodes.map((node) =>
      node.kind === 'verifier'
        ? { ...node, checks: [{ type: 'rule', id: 'bad', onFail: 'replan', expr: 'steps. >' }] }
        : node,
    ),
  }

  it('stand at the field that they are about', () => {
    inspecting(broken, kindOf('verifier'))
    const field = screen.getByRole('textbox', { name: 'Holds when' })
    expect(field.getAttribute('aria-invalid')).toBe('true')
    const described = (field.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
    expect(described.join(' ')).not.toBe('')
  })

  it('lead to their node and put the focus on their field', async () => {
    const { store } = inspecting(broken, null)
    const problem = store.getState().diagnostics.find(({ at }) => at.field?.startsWith('/checks/0/expr'))
    expect(problem).toBeDefined()
    if (problem) goToProblem(store.getState(), problem)
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Holds when'))
    expect(store.getState().selection.nodes).toEqual([kindOf('verifier')])
  })

  it('open the closed rule that they lie in', async () => {
    const { store } = inspecting(issueTriage.graph, null)
    store.getState().goTo(kindOf('planner'), '/strategy/rules/1/steps/0/when')
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Only when'))
  })

  it('are mended by their fix as one undo step', () => {
    const store = editorFor(issueTriage.graph)
    applyFix(store.getState(), {
      title: 'Allow 9',
      patch: [{ op: 'replace', path: '/limits/iterations', value: 9 }],
    })
    expect(store.getState().graph.limits.iterations).toBe(9)
    store.getState().undo()
    expect(store.getState().graph).toBe(issueTriage.graph)
  })

  it('are told when their fix no longer fits, and nothing is changed', () => {
    const store = editorFor(issueTriage.graph)
    applyFix(store.getState(), { title: 'x', patch: [{ op: 'remove', path: '/nodes/99' }] })
    expect(store.getState().graph).toBe(issueTriage.graph)
    expect(store.getState().announcement.text).toContain('no longer fits')
  })
})
