import { useMemo } from 'react'
import type { MenuItem } from '../../ui/menuItem.ts'
import { toggleBreakpoint } from '../commands/breakpoints.ts'
import { type Command, hasSelection } from '../commands/command.ts'
import { copySelection } from '../commands/copySelection.ts'
import { cutSelection } from '../commands/cutSelection.ts'
import { deleteSelection } from '../commands/deleteSelection.ts'
import { duplicateSelection } from '../commands/duplicateSelection.ts'
import { groupSelection, ungroupSelection } from '../commands/groups.ts'
import { addNote } from '../commands/notes.ts'
import { openAdd } from '../commands/openAdd.ts'
import { openConnect } from '../commands/openConnect.ts'
import { openMove } from '../commands/openMove.ts'
import { pasteNodes } from '../commands/pasteNodes.ts'
import { togglePin } from '../commands/pins.ts'
import { renameNode } from '../commands/renameNode.ts'
import { selectAll } from '../commands/selectAll.ts'
import { selectDownstream, selectUpstream } from '../commands/selectReach.ts'
import { extractLoop } from '../commands/subLoops.ts'
import { tidy } from '../commands/tidy.ts'
import { toggleDisabled } from '../commands/toggleDisabled.ts'
import { runFromHere, runOnly, runToHere } from '../commands/trying.ts'
import { fitCanvas } from '../commands/zoom.ts'
import type { EditorStore } from '../store/createEditorStore.ts'
import { useEditor, useEditorShallow, useEditorStore } from '../store/EditorContext.ts'
import { chordText } from './chord.ts'
import { performCommand } from './useCommandKeys.ts'

/** What is offered for what is selected. */
const forSelection: readonly (readonly Command[])[] = [
  [openConnect, openMove, openAdd],
  [runToHere, runFromHere, runOnly],
  [toggleBreakpoint, togglePin],
  [renameNode, toggleDisabled],
  [cutSelection, copySelection, pasteNodes, duplicateSelection],
  [selectDownstream, selectUpstream],
  [groupSelection, ungroupSelection, extractLoop],
  [deleteSelection],
]

/** What is offered where nothing is selected. */
const forCanvas: readonly (readonly Command[])[] = [
  [openAdd, addNote, pasteNodes],
  [selectAll, tidy, fitCanvas],
]

/** Commands as entries of a menu, with their keys. */
export function menuOf(store: EditorStore, sections: readonly (readonly Command[])[]): MenuItem[] {
  return sections.flatMap((section, index) => [
    ...(index > 0 ? (['separator'] as const) : []),
    ...section.map((command): MenuItem => {
      const [key] = command.keys
      return {
        label: command.title,
        onSelect: () => performCommand(store, command),
        ...(key ? { shortcut: chordText(key) } : {}),
        ...(command === deleteSelection ? { danger: true } : {}),
      }
    }),
  ])
}

/** What the context menu offers: what is possible with what is selected. */
export function useSelectionMenu(): MenuItem[] {
  const store = useEditorStore()
  const sections = useEditor((state) => (hasSelection(state) ? forSelection : forCanvas))
  const possible = useEditorShallow((state) => sections.flat().filter((command) => command.enabled(state)))
  return useMemo(() => {
    const left = sections.map((section) => section.filter((command) => possible.includes(command)))
    return menuOf(
      store,
      left.filter((section) => section.length > 0),
    )
  }, [store, sections, possible])
}
