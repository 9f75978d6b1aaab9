import type { NodeSelectionChange } from '@xyflow/react'
import { groupOf } from '../model/groups.ts'
import type { EditorState } from '../store/editorState.ts'
import type { Selection } from '../store/selectionSlice.ts'
import type { CanvasElement } from './asideElements.ts'

/** What is selected once the canvas has said what became selected and what did not stay so. */
export function selectedAfter(
  before: Selection,
  changes: readonly NodeSelectionChange[],
): Pick<Selection, 'nodes' | 'notes'> {
  const gone = new Set(changes.filter((change) => !change.selected).map((change) => change.id))
  const added = changes.filter((change) => change.selected).map((change) => change.id)
  const idOf = (prefix: string, element: string) => element.slice(prefix.length)
  const after = (ids: readonly string[], prefix: string, mine: (element: string) => boolean) => {
    const coming = added.filter(mine).map((element) => idOf(prefix, element))
    return [...ids.filter((id) => !gone.has(prefix + id) && !coming.includes(id)), ...coming]
  }
  return {
    nodes: after(before.nodes, '', (element) => !element.includes(':')),
    notes: after(before.notes, 'note:', (element) => element.startsWith('note:')),
  }
}

/** Selects the nodes of a group, besides what is selected when it `adds`. */
export function selectGroup({ graph, selection, select }: EditorState, id: string, adds: boolean): void {
  const nodes =
    groupOf(graph, id)?.nodes.filter((member) => graph.nodes.some((node) => node.id === member)) ?? []
  select(adds ? { ...selection, nodes: [...new Set([...selection.nodes, ...nodes])] } : { nodes })
}

/** Selects that and nothing else. */
export function selectAlone({ selection, select }: EditorState, element: CanvasElement): void {
  if (selection.nodes.length + selection.notes.length + selection.edges.length < 2) return
  select(element.type === 'note' ? { notes: [element.data.note.id] } : { nodes: [element.id] })
}

/** What a double click on a thing does: goes to a node's fields, writes on a note, renames a group. */
export function openElement(state: EditorState, element: CanvasElement): void {
  if (element.type === 'note') state.writeOn({ type: 'note', id: element.data.note.id })
  else if (element.type === 'group') state.writeOn({ type: 'group', id: element.data.group.id })
  else state.goTo(element.id, '/title')
}

/** A context menu is about what was clicked: that is selected first, unless it is among what is selected already. */
export function selectForMenu({ graph, selection, select }: EditorState, element: CanvasElement): void {
  if (element.type === 'note') {
    const { id } = element.data.note
    if (!selection.notes.includes(id)) select({ notes: [id] })
  } else if (element.type === 'group') {
    const nodes = groupOf(graph, element.data.group.id)?.nodes ?? []
    if (!nodes.every((id) => selection.nodes.includes(id))) select({ nodes })
  } else if (!selection.nodes.includes(element.id)) {
    select({ nodes: [element.id] })
  }
}
