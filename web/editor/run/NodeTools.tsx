import { NodeToolbar, Position } from '@xyflow/react'
import { CircleDot, CircleDotDashed, FlaskConical, Pin, StepForward, Target } from 'lucide-react'
import { IconButton } from '../../ui/IconButton.tsx'
import { toggleBreakpoint } from '../commands/breakpoints.ts'
import type { Command } from '../commands/command.ts'
import { togglePin } from '../commands/pins.ts'
import { runFromHere, runOnly, runToHere } from '../commands/trying.ts'
import { chordText } from '../keys/chord.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** Above the one node that is selected while Try is open: what can be tried of it. Keys and menus offer the same. */
export function NodeTools() {
  const node = useEditor(({ selection: { nodes, notes }, dock, panes }) =>
    dock === 'try' && panes.dock && nodes.length === 1 && notes.length === 0 ? nodes[0] : undefined,
  )
  const hasBreakpoint = useEditor(({ breakpoints }) => node !== undefined && breakpoints.nodes.includes(node))
  if (node === undefined) return null
  return (
    <NodeToolbar
      nodeId={node}
      isVisible
      position={Position.Top}
      offset={12}
      role="toolbar"
      aria-label="Try this node"
      className="nodrag nopan flex rounded-md border border-line-1 bg-surface-1 p-0.5 shadow-float"
    >
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
    </NodeToolbar>
  )
}

function Tool({ command, icon }: { command: Command; icon: React.ReactNode }) {
  const store = useEditorStore()
  const enabled = useEditor(command.enabled)
  return (
    <IconButton
      size="sm"
      side="top"
      label={command.title}
      shortcut={chordText(command.keys[0] ?? '')}
      icon={icon}
      disabled={!enabled}
      onClick={() => performCommand(store, command)}
    />
  )
}
