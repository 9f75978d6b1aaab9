import { expect } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { wire } from '../../../shared/templates/wire.ts'
import type { Command } from '../../../web/editor/commands/command.ts'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { editorFor } from './editorFor.ts'

/** An editor over a template with its first sample as the input. */
export function storeOf(name: string): EditorStore {
  const template = templates.find((each) => each.name === name)
  if (!template) throw new Error(`No template is called ${name}`)
  const store = editorFor(template.graph)
  compileIn(store, template.graph)
  store.getState().setTryInput(JSON.stringify(template.samples[0]?.input))
  return store
}

export function compileIn(store: EditorStore, graph: Graph): void {
  const { program, diagnostics } = compile(graph)
  store.getState().setCompiled({ graph, program, diagnostics })
}

export async function perform(store: EditorStore, command: Command, node?: string): Promise<void> {
  if (node !== undefined) store.getState().select({ nodes: [node] })
  expect(command.enabled(store.getState())).toBe(true)
  await command.perform(store.getState())
}

export const trialOf = (store: EditorStore) => {
  const { trial } = store.getState()
  if (!trial) throw new Error('Nothing was tried')
  return trial
}
export const logOf = (store: EditorStore) => trialOf(store).playback.getState().events
export const typesOf = (store: EditorStore) => logOf(store).map(({ type }) => type)
export const iterationsOf = (store: EditorStore) =>
  typesOf(store).filter((type) => type === 'iteration.started').length
export const stopsOf = (store: EditorStore) =>
  trialOf(store).stopped?.node ?? trialOf(store).stopped?.edge ?? null
/** The incident loop, where a person is asked before each further iteration. */
export function askingStore(): EditorStore {
  const store = storeOf('incident')
  store.getState().edit('Asks', (graph) => ({
    ...graph,
    nodes: [
      ...graph.nodes,
      { kind: 'approval', id: 'ask', title: 'Ask', approvers: ['approver'], deadlineSeconds: 60 },
    ],
    edges: [
      ...graph.edges.filter(({ from }) => from.port !== 'replan'),
      wire('healthy.replan', 'ask.in'),
      wire('ask.granted', 'remedy.in'),
      wire('ask.denied', 'on_call.in'),
      wire('ask.expired', 'on_call.in'),
    ],
  }))
  compileIn(store, store.getState().graph)
  return store
}

/** The failing checks make the verifier ask for another plan, once. */
export const healthOnce = {
  delayMs: 1,
  mock: {
    answers: 'series' as const,
    text: JSON.stringify([
      { delayMs: 1, mock: { answers: 'value', value: { status: 200, body: { healthy: false } } } },
      { delayMs: 1, mock: { answers: 'value', value: { status: 200, body: { healthy: true } } } },
    ]),
  },
}
