import { nodeOf } from '../model/connect.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, primaryNode } from './command.ts'

/** Opens what takes the call of the selected HTTP action over from a curl command or an OpenAPI document. */
export const importRequest: Command = {
  id: 'import-request',
  title: 'Import a request (curl, OpenAPI)…',
  group: 'Edit',
  keys: [],
  scope: 'everywhere',
  enabled: (state) => httpAction(state) !== null,
  perform: (state) => {
    const node = httpAction(state)
    if (node === null) return
    state.setPane('inspector', true)
    state.importInto(node)
  },
}

/** The selected node, when it is an action that sends an HTTP request. */
export function httpAction(state: EditorState): string | null {
  const id = primaryNode(state)
  const node = id === null ? undefined : nodeOf(state.graph, id)
  return node?.kind === 'action' && node.call.uses === 'http' ? node.id : null
}
