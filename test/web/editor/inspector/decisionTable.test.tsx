import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Graph } from '../../../../shared/graph/graph.ts'
import type { HitPolicy, TableStrategy } from '../../../../shared/graph/nodes/planner.ts'
import { addFromCatalogue } from '../../../../web/editor/commands/addFromCatalogue.ts'
import { InspectorPanel } from '../../../../web/editor/inspector/InspectorPanel.tsx'
import { tableMarks } from '../../../../web/editor/model/tableMarks.ts'
import { testTable } from '../../../../web/editor/model/testTable.ts'
import type { EditorStore } from '../../../../web/editor/store/createEditorStore.ts'
import { EditorProvider } from '../../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../../web/ui/UiProvider.tsx'
import { editorFor, entryFor } from '../editorFor.ts'

vi.mock('../../../../web/ui/CodeEditor.tsx', () => ({ CodeEditor: () => null }))

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Response.json({ hosts: [], secrets: [], loops: [] })),
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const inputSchema = {
  type: 'object',
  properties: { amount: { type: 'integer', minimum: 0 }, tier: { enum: ['gold', 'plain'] } },
}
const rule = (id: string, ...cells: string[]) => ({ id, cells, steps: [{ id, action: 'call' }] })
const table = (hitPolicy: HitPolicy, ...rules: TableStrategy['rules']): TableStrategy => ({
  type: 'table',
  hitPolicy,
  inputs: [
    { id: 'amount', label: 'Amount', expr: 'input.amount' },
    { id: 'tier', label: 'Tier', expr: 'input.tier' },
  ],
  rules,
})
const big = rule('big', 'it >= 100', '-')
const gold = rule('gold', '-', '"gold"')

function planning(strategy: TableStrategy): EditorStore {
  const store = editorFor()
  for (const key of ['trigger', 'planner-table', 'action-http']) {
    addFromCatalogue(store.getState(), entryFor(key))
  }
  const { graph } = store.getState()
  const nodes = graph.nodes.map((node) => {
    if (node.kind === 'planner') return { ...node, strategy }
    return node.kind === 'trigger' ? { ...node, input: inputSchema } : node
  })
  return editorFor({ ...graph, nodes })
}
const graphWith = (strategy: TableStrategy): Graph => planning(strategy).getState().graph
const marksOf = (strategy: TableStrategy) => tableMarks(graphWith(strategy), strategy)

describe('the marks of a table', () => {
  it('name both rules of an overlap that the hit policy forbids', () => {
    expect(marksOf(table('unique', big, gold)).overlaps).toEqual([[1], [0]])
    expect(marksOf(table('any', big, gold)).overlaps).toEqual([[1], [0]])
  })

  it('leave alone what the hit policy allows', () => {
    expect(marksOf(table('first', big, gold)).overlaps).toEqual([[], []])
    expect(marksOf(table('collect', big, gold)).overlaps).toEqual([[], []])
    const same = { ...big, id: 'too', steps: big.steps }
    expect(marksOf(table('any', big, same)).overlaps).toEqual([[], []])
    const first = { ...gold, priority: 2 }
    expect(marksOf(table('priority', big, first)).overlaps).toEqual([[], []])
    expect(marksOf(table('priority', big, gold)).overlaps).toEqual([[1], [0]])
  })

  it('show a gap as cells, and none where something is said of the rest', () => {
    expect(marksOf(table('first', big, gold)).gap).toEqual(['0', '"plain"'])
    expect(marksOf({ ...table('first', big, gold), otherwise: [] }).gap).toBeNull()
    expect(marksOf(table('first', big, rule('all', '-', '-'))).gap).toBeNull()
  })
})

describe('a test of a table', () => {
  const scope = { input: { amount: 7, tier: 'gold' } }

  it('reads the scope where nothing is typed, and takes plain text for text', () => {
    const test = testTable(table('first', big, gold), ['250', ''], scope)
    expect(test.values).toEqual([
      { ok: true, value: 250 },
      { ok: true, value: 'gold' },
    ])
    expect(test.rules).toEqual([
      { fits: true, cells: [true, true] },
      { fits: true, cells: [true, true] },
    ])
    expect(test.verdict).toEqual({ ok: true, text: 'Decides: “big”', decides: ['big'] })
    expect(testTable(table('first', big, gold), [undefined, 'plain'], scope).verdict.ok).toBe(false)
  })

  it('says what forbids a decision', () => {
    const test = testTable(table('unique', big, gold), ['250'], scope)
    expect(test.verdict).toEqual({
      ok: false,
      text: 'No plan. Rules “big”, “gold” match, but only one may.',
      decides: [],
    })
  })

  it('tells a cell that can’t be evaluated from one that does not match', () => {
    const test = testTable(table('first', rule('odd', 'it.size() > 1', '-')), ['3'], scope)
    expect(test.rules).toEqual([{ fits: null, cells: [null, true] }])
  })
})

describe('the grid', () => {
  function inspecting(store: EditorStore) {
    store.getState().select({ nodes: ['plan'] })
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
  const row = (name: RegExp) => within(screen.getByRole('row', { name }))

  it('marks overlaps at their rules, and fills a gap with a rule in one step', async () => {
    const store = planning(table('unique', big, gold))
    const user = inspecting(store)
    expect(screen.getByText('Overlaps “gold”')).toBeDefined()
    expect(screen.getByText('Overlaps “big”')).toBeDefined()
    expect(row(/^Gap/).getByText('"plain"')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Fill the gap' }))
    const plan = store.getState().graph.nodes.find(({ id }) => id === 'plan')
    expect(plan).toMatchObject({ strategy: { rules: [big, gold, { cells: ['0', '"plain"'] }] } })
    expect(store.getState().past).toHaveLength(1)
  })

  it('shows which rules match what is typed', async () => {
    const store = planning(table('first', big, gold))
    const user = inspecting(store)
    await user.click(screen.getByRole('button', { name: 'Test the rules' }))
    await user.type(screen.getByRole('textbox', { name: 'Test value of Amount' }), '150')
    await user.type(screen.getByRole('textbox', { name: 'Test value of Tier' }), 'plain')
    expect(screen.getByRole('status').textContent).toBe('Decides: “big”')
    expect(screen.getAllByRole('img', { name: 'Does not match' })).toHaveLength(1)
    expect(store.getState().past).toHaveLength(0)
  })
})
