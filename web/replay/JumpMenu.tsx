import { OctagonX, RefreshCw, Undo2, UserRoundCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { IconButton } from '../ui/IconButton.tsx'
import { type JumpTarget, nextMark } from './jumpTargets.ts'
import type { Playback } from './playback.ts'

const targets: readonly { target: JumpTarget; label: string; icon: ReactNode }[] = [
  { target: 'failure', label: 'failure', icon: <OctagonX aria-hidden className="text-danger" /> },
  {
    target: 'approval',
    label: 'approval',
    icon: <UserRoundCheck aria-hidden className="text-kind-approval" />,
  },
  { target: 'replan', label: 'replan', icon: <RefreshCw aria-hidden className="text-verdict-replan" /> },
  { target: 'rollback', label: 'rollback', icon: <Undo2 aria-hidden className="text-verdict-rollback" /> },
]

/** One button a kind of moment: to the next one, and around to the first after the last. Shift goes back. */
export function JumpMenu({ playback }: { playback: Playback }) {
  const marks = useStore(playback, (state) => state.marks)
  const cursor = useStore(playback, (state) => state.cursor)
  const { jump, seek } = playback.getState()
  const go = (target: JumpTarget, direction: 1 | -1) => {
    const positions = marks[target]
    if (nextMark(positions, cursor, direction) !== null) return jump(target, direction)
    const around = direction === 1 ? positions[0] : positions.at(-1)
    if (around !== undefined) seek(around)
  }
  return (
    <fieldset aria-label="Jump to" className="flex items-center">
      {targets.map(({ target, label, icon }) => {
        const count = marks[target].length
        if (count === 0) return null
        return (
          <IconButton
            key={target}
            size="sm"
            side="top"
            label={`Next ${label} (${count})`}
            shortcut="Shift for the previous"
            icon={icon}
            onClick={(event) => go(target, event.shiftKey ? -1 : 1)}
          />
        )
      })}
    </fieldset>
  )
}
