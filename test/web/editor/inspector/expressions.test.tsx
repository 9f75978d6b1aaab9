import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compile } from '../../../../shared/compile/compile.ts'
import type { RunEvent } from '../../../../shared/engine/event.ts'
import type { Graph } from '../../../../shared/graph/graph.ts'
import { issueTriage } from '../../../../shared/templates/issueTriage.ts'
import { InspectorPanel } from '../../../../web/editor/inspector/InspectorPanel.tsx'
import { pathAt, tellOfPath } from '../../../../web/editor/model/hoverAt.ts'
import { liveScope } from '../../../../web/editor/model/liveScope.ts'
import { runTrial } from '../../../../web/editor/run/runTrial.ts'
import { EditorProvider } from '../../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../../web/ui/UiProvider.tsx'
import { editorFor } from '../editorFor.ts'

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

const [sample] = issueTriage.samples

/** An editor of the template, with what was tried in it. */
async function tried(graph: Graph = issueTriage.graph) {
  const store = editorFor(graph)
  const { program } = compile(graph)
  store.getState().setCompiled({ graph, program, diagnostics: [] })
  store.getState().setTryInput(JSON.stringify(sample?.input))
  await runTrial(store.getState())
  const { trial } = store.getState()
  if (!trial) throw new Error('nothing was tried')
  return { store, graph, trial }
}
function usedAction(events: readonly RunEvent[]): string {
  const started = events.find((event) => event.type === 'step.started')
  if (started?.type !== 'step.started') throw new Error('no step was started')
  return started.data.action
}

describe('the values that expressions are shown with', () => {
  it('are samples of the schemas as long as nothing was tried, with the input as it is typed', () => {
    const { scope, fromRun } = liveScope(issueTriage.graph, 'plan', '{"typed":1}', null)
    expect(fromRun.size).toBe(0)
    expect(scope['input']).toEqual({ typed: 1 })
    expect(scope['run']).toMatchObject({ iteration: expect.any(Number) })
    const call = issueTriage.graph.nodes.find(({ kind }) => kind === 'action')?.id ?? ''
    const { scope: called } = liveScope(issueTriage.graph, call, null, null)
    expect(Object.keys(called)).toContain('args')
    expect(Object.keys(called)).not.toContain('secrets')
  })

  it('are those of the trial at the moment that is played', async () => {
    const { graph, trial } = await tried()
    const action = usedAction(trial.playback.getState().events)
    const { scope, fromRun } = liveScope(graph, action, null, trial)
    expect(scope['input']).toEqual(sample?.input)
    expect([...fromRun]).toEqual(expect.arrayContaining(['input', 'run', 'steps', 'args', 'output']))
    trial.playback.getState().seek(0)
    expect(liveScope(graph, action, null, trial).fromRun.size).toBe(0)
  })
})

describe('a field with an expression', () => {
  it('shows what it comes to with a sample, then in the run that was tried, and why it comes to nothing there', async () => {
    const trigger = issueTriage.graph.nodes.find(({ kind }) => kind === 'trigger')?.id ?? ''
    const { store } = await tried()
    const { trial } = store.getState()
    store.getState().setTrial(null)
    store.getState().write(trigger, '/dedupe', 'input.action + "!"', 'Set the key')
    store.getState().select({ nodes: [trigger] })
    render(
      <QueryClientProvider client={new QueryClient()}>
        <UiProvider>
          <EditorProvider value={store}>
            <InspectorPanel />
          </EditorProvider>
        </UiProvider>
      </QueryClientProvider>,
    )
    expect((await screen.findByText('"opened!"')).closest('p')?.textContent).toContain('with a sample')
    act(() => store.getState().setTrial(trial))
    expect(screen.getByText('"opened!"').closest('p')?.textContent).toContain('in the run that was tried')
    act(() => store.getState().write(trigger, '/dedupe', 'input.nowhere', 'Set the key'))
    expect(await screen.findByText(/^no value: /)).toBeDefined()
    act(() => store.getState().setTrial(null))
    expect(screen.queryByText(/^no value: /)).toBeNull()
  })
})

describe('the name under the pointer', () => {
  const text = 'input.order.total > 5 && size(input.lines) > 0 && "input.order" != ""'

  it.each([
    ['input.o|rder.total > 5', ['input', 'order'], false],
    ['in|put.order.total', ['input'], false],
    ['input.order.total|', ['input', 'order', 'total'], false],
    ['si|ze(input)', ['size'], true],
  ])('in %s is told with what leads to it', (marked, path, isCall) => {
    expect(pathAt(marked.replace('|', ''), marked.indexOf('|'))).toMatchObject({ path, isCall })
  })

  it('is none between names and in quotes', () => {
    expect(pathAt(text, text.indexOf('> 5') + 1)).toBeNull()
    expect(pathAt(text, text.indexOf('"input') + 3)).toBeNull()
  })

  it('has a type, a description and a value', () => {
    const shape = {
      input: {
        type: 'object',
        properties: {
          tier: { enum: ['gold', 'plain'], description: 'What they pay for' },
          at: { type: 'string', format: 'date-time' },
        },
        additionalProperties: false,
      },
    }
    expect(tellOfPath(['input', 'tier'], shape, { input: { tier: 'gold' } })).toEqual([
      'One of "gold", "plain"',
      'What they pay for',
      'Now "gold"',
    ])
    expect(tellOfPath(['input', 'at'], shape, {})).toEqual(['Text (date-time)'])
    expect(tellOfPath(['input', 'no'], shape, {})).toEqual(['There is no such member'])
    expect(tellOfPath(['nothing'], shape, {})).toEqual([])
  })
})
