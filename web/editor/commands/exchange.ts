import { graphText, importGraph } from '../model/importGraph.ts'
import type { EditorState } from '../store/editorState.ts'
import { always, type Command } from './command.ts'

/** Puts the graph that a text holds in place of the draft, as one edit; says why when it holds none. */
export function takeIn(state: EditorState, text: string): boolean {
  const read = importGraph(text, state.graph)
  if (!read.ok) {
    state.services.tell(read.reason, 'error')
    return false
  }
  const replaced = state.graph.nodes.length > 0
  state.edit('Imported a graph', () => read.graph, { whole: true, select: {} })
  state.endComparison()
  state.canvas?.fit()
  state.canvas?.focus()
  if (replaced) state.services.tell('Imported in place of the draft. Undo brings it back.', 'done')
  return true
}

/** Saves the draft as a file that any Pavane reads. */
export const exportGraph: Command = {
  id: 'export',
  title: 'Export as a file',
  group: 'Loop',
  keys: [],
  scope: 'always',
  enabled: always,
  perform: ({ graph, services }) => services.saveFile(`${graph.name}.json`, graphText(graph)),
}

/** Copies the draft, whole, as JSON text. */
export const copyGraph: Command = {
  id: 'copy-graph',
  title: 'Copy the loop as JSON',
  group: 'Loop',
  keys: [],
  scope: 'always',
  enabled: always,
  perform: async (state) => {
    await state.services.writeClipboard(graphText(state.graph))
    state.services.tell('Copied the loop as JSON', 'done')
  },
}

/** Takes a graph from a file in place of the draft. */
export const importFile: Command = {
  id: 'import',
  title: 'Import a file…',
  group: 'Loop',
  keys: [],
  scope: 'always',
  enabled: always,
  perform: async (state) => {
    const text = await state.services.pickFile()
    if (text !== null) takeIn(state, text)
  },
}

/** Copies the address under which others of the workspace see the draft, or the compared version, without changing it. */
export const copyViewLink: Command = {
  id: 'copy-view-link',
  title: 'Copy a read-only link',
  group: 'Loop',
  keys: [],
  scope: 'always',
  enabled: always,
  perform: async (state) => {
    const side =
      state.comparison && [state.comparison.to, state.comparison.from].find(({ type }) => type === 'version')
    const view = side?.type === 'version' ? String(side.number) : 'draft'
    await state.services.writeClipboard(state.services.addressOf(`/loops/${state.graph.name}?view=${view}`))
    state.services.tell(
      'Copied a link. Whoever may sign in sees the loop there, and can’t change it.',
      'done',
    )
  },
}
