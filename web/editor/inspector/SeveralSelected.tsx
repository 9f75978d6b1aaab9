import { Button } from '../../ui/Button.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { alignBottom, alignLeft, alignRight, alignRow, alignTop } from '../commands/alignSelection.ts'
import type { Command } from '../commands/command.ts'
import { copySelection } from '../commands/copySelection.ts'
import { duplicateSelection } from '../commands/duplicateSelection.ts'
import { groupSelection, ungroupSelection } from '../commands/groups.ts'
import { extractLoop } from '../commands/subLoops.ts'
import { toggleDisabled } from '../commands/toggleDisabled.ts'
import { chordText } from '../keys/chord.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { counted } from '../model/counted.ts'
import { useEditor, useEditorShallow, useEditorStore } from '../store/EditorContext.ts'
import { DeleteButton } from './DeleteButton.tsx'

const offered: readonly Command[] = [
  alignLeft,
  alignRight,
  alignTop,
  alignBottom,
  alignRow,
  groupSelection,
  ungroupSelection,
  extractLoop,
  copySelection,
  duplicateSelection,
  toggleDisabled,
]

/** What can be done with several things at once. */
export function SeveralSelected() {
  const { nodes, edges, notes } = useEditor((state) => state.selection)
  const possible = useEditorShallow((state) => offered.filter((command) => command.enabled(state)))
  const parts = [
    ...(nodes.length > 0 ? [counted(nodes.length, 'node')] : []),
    ...(edges.length > 0 ? [counted(edges.length, 'wire')] : []),
    ...(notes.length > 0 ? [counted(notes.length, 'note')] : []),
  ]
  return (
    <Panel title="Selection">
      <div className="flex flex-col gap-3 p-3 text-sm">
        <p>{parts.join(' and ')} selected.</p>
        {possible.length > 0 && (
          <ul aria-label="What can be done with them" className="-mx-1 flex flex-col">
            {possible.map((command) => (
              <li key={command.id}>
                <CommandLine command={command} />
              </li>
            ))}
          </ul>
        )}
        <DeleteButton />
      </div>
    </Panel>
  )
}

function CommandLine({ command }: { command: Command }) {
  const store = useEditorStore()
  const [key] = command.keys
  return (
    <Button variant="ghost" className="w-full justify-between" onClick={() => performCommand(store, command)}>
      {command.title}
      {key && <Kbd keys={chordText(key)} />}
    </Button>
  )
}
