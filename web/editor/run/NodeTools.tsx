import { Panel } from '@xyflow/react'
import { CircleDot, CircleDotDashed, FlaskConical, Pin, StepForward, Target } from 'lucide-react'
import { IconButton } from '../../ui/IconButton.tsx'
import { toggleBreakpoint } from '../commands/breakpoints.ts'
import type { Command } from '../commands/command.ts'
import { togglePin } from '../commands/pins.ts'
import { runFromHere, runOnly, runToHere } from '../commands/trying.ts'
import { chordText } from '../keys/chord.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { nodeOf } from '../model/connect.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** While Try is open and one node is selected: what can be tried of it. Keys and menus offer the same. */
export function NodeTools() {
  const node = useEditor(({ selection: { nodes, notes }, dock, panes }) =>
    dock === 'try' && panes.dock && nodes.length === 1 && notes.length === 0 ? nodes[0] : undefined,
  )
  const hasBreakpoint = useEditor(({ breakpoints }) => node !== undefined && breakpoints.nodes.includes(node))
  const title = useEditor(({ graph }) => nodeOf(graph, node ?? '')?.title)
  if (node === undefined) return null
  return (
    <Panel
      position="top-left"
      role="toolbar"
      aria-label="Try this node"
      className="flex rounded-md border border-line-1 bg-surface-1 p-0.5 shadow-float"
    >
      <span className="max-w-40 self-center truncate px-2 text-xs text-fg-2">{title}</span>
      <Tool command={runToHere} icon={<Target aria-hidden />} />
      <Tool command={runFromHere} icon={<StepForward aria-hidden />} />
      <Tool command={runOnly} icon={<FlaskConical aria-hidden />} />
      <Tool command={togglePin} icon={<Pin aria-hidden />} />
      <Tool
        command={toggleBreakpoint}
        icon={
          hasBreakpoint ? <CircleDot aria-hidden className="text-danger" /> : <CircleDotDashed aria-hidden />
        }
      />
    </Panel>
  )
}

function Tool({ command, icon }: { command: Command; icon: React.ReactNode }) {
  const store = useEditorStore()
  const enabled = useEditor(command.enabled)
  return (
    <IconButton
      size="sm"
      side="bottom"
      label={command.title}
      shortcut={chordText(command.keys[0] ?? '')}
      icon={icon}
      disabled={!enabled}
      onClick={() => performCommand(store, command)}
    />
  )
}
