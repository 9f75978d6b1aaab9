import { useMemo } from 'react'
import type { MenuItem } from '../../ui/menuItem.ts'
import { toggleBreakpoint } from '../commands/breakpoints.ts'
import type { Command } from '../commands/command.ts'
import { copySelection } from '../commands/copySelection.ts'
import { deleteSelection } from '../commands/deleteSelection.ts'
import { duplicateSelection } from '../commands/duplicateSelection.ts'
import { groupSelection, ungroupSelection } from '../commands/groups.ts'
import { openAdd } from '../commands/openAdd.ts'
import { openConnect } from '../commands/openConnect.ts'
import { openMove } from '../commands/openMove.ts'
import { togglePin } from '../commands/pins.ts'
import { renameNode } from '../commands/renameNode.ts'
import { selectDownstream, selectUpstream } from '../commands/selectReach.ts'
import { extractLoop } from '../commands/subLoops.ts'
import { toggleDisabled } from '../commands/toggleDisabled.ts'
import { runFromHere, runOnly, runToHere } from '../commands/trying.ts'
import type { EditorStore } from '../store/createEditorStore.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { chordText } from './chord.ts'
import { performCommand } from './useCommandKeys.ts'

const groups: readonly (readonly Command[])[] = [
  [openConnect, openMove, openAdd],
  [runToHere, runFromHere, runOnly],
  [toggleBreakpoint, togglePin],
  [renameNode, toggleDisabled, duplicateSelection, copySelection],
  [selectDownstream, selectUpstream],
  [groupSelection, ungroupSelection, extractLoop],
  [deleteSelection],
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

/** What the context menu of the selected nodes offers. */
export function useNodeMenu(): MenuItem[] {
  const store = useEditorStore()
  return useMemo(() => menuOf(store, groups), [store])
}
