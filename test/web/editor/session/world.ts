import type { VersionSummary } from '../../../../shared/api/loops.ts'
import type { Graph } from '../../../../shared/graph/graph.ts'
import { templates } from '../../../../shared/templates/templates.ts'
import type { EditorStore } from '../../../../web/editor/store/createEditorStore.ts'
import { editorFor } from '../editorFor.ts'

const published: VersionSummary = {
  number: 1,
  version: `sha256:${'0'.repeat(64)}`,
  note: '',
  by: 'somebody',
  at: 0,
}

/**
 * An editor in a workspace where every command finds what it works on: published versions, files to choose, a layout that
 * comes later. What a file or a clipboard holds is a loop, or no loop at all.
 */
export function editorInWorkspace(graph: Graph): EditorStore {
  const store = editorFor(graph)
  const { services } = store.getState()
  let asked = 0
  store.setState({
    published,
    services: {
      ...services,
      loadVersion: async (number) => templateAt(number).graph,
      loadLoop: async (name) => (name === 'gone' ? null : templateAt(0).graph),
      pickFile: async () => files[asked++ % files.length] ?? null,
      layout: async (of) => services.layout(of),
    },
  })
  return store
}

export function templateAt(index: number) {
  const template = templates[index % templates.length]
  if (!template) throw new Error('There is no template.')
  return template
}

const files = [null, JSON.stringify(templateAt(1).graph), 'no loop', '{"nodes":[]}']
