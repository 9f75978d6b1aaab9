import { ChevronDown, Play, RefreshCw, RotateCcw, Square, StepForward } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import type { Command } from '../commands/command.ts'
import {
  continueRun,
  nextIteration,
  runFromHere,
  runLoop,
  runOnly,
  runToHere,
  stepRun,
  stopRun,
} from '../commands/trying.ts'
import { chordText } from '../keys/chord.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { nodeOf } from '../model/connect.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

const partial = [runToHere, runFromHere, runOnly] as const

/** Runs the loop or a part of it; while a run stands still, takes it on. */
export function RunControls() {
  const store = useEditorStore()
  const running = useEditor((state) => state.tryStatus.type === 'running')
  const stopped = useEditor(continueRun.enabled)
  const canRun = useEditor(runLoop.enabled)
  const node = useEditor((state) => nodeOf(state.graph, state.selection.nodes.at(-1) ?? ''))
  const title = node && (node.title || 'Untitled')
  const items = useMemo(
    () =>
      partial.map((command) => ({
        label: command.title,
        hint: title ? `“${title}”` : 'Select a node first',
        disabled: title === undefined,
        shortcut: chordText(command.keys[0] ?? ''),
        onSelect: () => performCommand(store, command),
      })),
    [store, title],
  )
  if (running) return <CommandButton command={stopRun} icon={<Square aria-hidden />} label="Stop" />
  return (
    <>
      {stopped && (
        <>
          <CommandButton
            command={continueRun}
            icon={<Play aria-hidden />}
            label="Continue"
            variant="primary"
          />
          <CommandButton command={stepRun} icon={<StepForward aria-hidden />} label="Step" />
          <CommandIcon command={nextIteration} icon={<RefreshCw aria-hidden />} />
          <CommandIcon command={stopRun} icon={<Square aria-hidden />} />
        </>
      )}
      <span className="flex items-center">
        {stopped ? (
          <IconButton
            label="Run it anew"
            side="top"
            variant="secondary"
            className="rounded-r-none"
            icon={<RotateCcw aria-hidden />}
            onClick={() => performCommand(store, runLoop)}
          />
        ) : (
          <Button
            variant="primary"
            icon={<Play aria-hidden />}
            disabled={!canRun}
            className="rounded-r-none"
            onClick={() => performCommand(store, runLoop)}
          >
            Run on this input
          </Button>
        )}
        <Menu
          align="end"
          side="top"
          trigger={
            <IconButton
              label="Run a part of it"
              variant={stopped ? 'secondary' : 'primary'}
              className="ml-px rounded-l-none"
              disabled={!canRun}
              icon={<ChevronDown aria-hidden />}
            />
          }
          items={items}
        />
      </span>
    </>
  )
}

type CommandButtonProps = {
  command: Command
  icon: React.ReactNode
  label: string
  variant?: 'primary' | 'secondary'
}

function CommandButton({ command, icon, label, variant = 'secondary' }: CommandButtonProps) {
  const store = useEditorStore()
  return (
    <Button
      variant={variant}
      icon={icon}
      title={`${command.title} (${chordText(command.keys[0] ?? '')})`}
      onClick={() => performCommand(store, command)}
    >
      {label}
    </Button>
  )
}

function CommandIcon({ command, icon }: { command: Command; icon: React.ReactNode }) {
  const store = useEditorStore()
  return (
    <IconButton
      label={command.title}
      side="top"
      shortcut={chordText(command.keys[0] ?? '')}
      icon={icon}
      onClick={() => performCommand(store, command)}
    />
  )
}
