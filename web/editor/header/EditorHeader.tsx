import {
  CircleAlert,
  CircleCheck,
  Ellipsis,
  Play,
  Redo2,
  TriangleAlert,
  Undo2,
  WandSparkles,
} from 'lucide-react'
import { Link } from 'react-router'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import type { Command } from '../commands/command.ts'
import { showTry } from '../commands/panes.ts'
import { redo } from '../commands/redo.ts'
import { tidy } from '../commands/tidy.ts'
import { undo } from '../commands/undo.ts'
import { chordText } from '../keys/chord.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { menuOf } from '../keys/useSelectionMenu.ts'
import { useProblems } from '../problems/useProblems.ts'
import { MadeUpBadge } from '../run/MadeUpBadge.tsx'
import { isCanary, isPublished } from '../store/draftSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { DraftState } from './DraftState.tsx'
import { headerMenu } from './headerMenu.ts'
import { OpenElsewhere } from './OpenElsewhere.tsx'
import { PublishButton } from './PublishButton.tsx'
import { QueueLink } from './QueueLink.tsx'

/** Which loop, draft or version, saved or not, what is wrong; try it, publish it. */
export function EditorHeader() {
  const store = useEditorStore()
  const title = useEditor((state) => state.graph.title)
  const name = useEditor((state) => state.graph.name)
  const published = useEditor((state) => state.published)
  const canary = useEditor((state) => state.canary)
  const same = useEditor((state) => {
    if (isPublished(state)) return state.published
    return isCanary(state) ? state.canary : null
  })
  return (
    <header
      data-region="header"
      className="flex h-11 shrink-0 items-center gap-2 border-b border-line-1 bg-surface-1 px-3"
    >
      <h1 className="min-w-0 truncate text-base font-semibold">{title || 'Untitled'}</h1>
      <span className="hidden truncate font-mono text-xs text-fg-3 xl:inline">{name}</span>
      <Badge tone="accent">{same ? `Draft, same as version ${same.number}` : 'Draft'}</Badge>
      {published ? (
        <Link
          to={`/loops/${name}/runs`}
          className="hidden shrink-0 rounded-sm text-xs text-fg-2 underline decoration-line-2 underline-offset-2 lg:inline"
        >
          Version {published.number} live{canary && `, ${canary.number} canary`}
        </Link>
      ) : (
        <span className="hidden shrink-0 text-xs text-fg-3 lg:inline">not published</span>
      )}
      {published && <QueueLink loop={name} />}
      <OpenElsewhere />
      <DraftState />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <CommandIcon command={undo} icon={<Undo2 aria-hidden />} />
        <CommandIcon command={redo} icon={<Redo2 aria-hidden />} />
        <CommandIcon command={tidy} icon={<WandSparkles aria-hidden />} />
        <Menu
          align="end"
          trigger={<IconButton label="More commands" icon={<Ellipsis aria-hidden />} />}
          items={menuOf(store, headerMenu)}
        />
        <span aria-hidden className="mx-1 h-5 w-px bg-line-1" />
        <MadeUpBadge />
        <ProblemsButton />
        <Button icon={<Play aria-hidden />} onClick={() => performCommand(store, showTry)}>
          Try
        </Button>
        <PublishButton />
      </div>
    </header>
  )
}

function CommandIcon({ command, icon }: { command: Command; icon: React.ReactNode }) {
  const store = useEditorStore()
  const enabled = useEditor(command.enabled)
  const [key] = command.keys
  return (
    <IconButton
      label={command.title}
      icon={icon}
      disabled={!enabled}
      {...(key ? { shortcut: chordText(key) } : {})}
      onClick={() => performCommand(store, command)}
    />
  )
}

function ProblemsButton() {
  const store = useEditorStore()
  const problems = useProblems()
  const compiled = useEditor((state) => state.compiledGraph !== null)
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const warnings = problems.filter((problem) => problem.severity === 'warning').length
  if (!compiled) return null
  const words =
    errors > 0
      ? `${errors} ${errors === 1 ? 'error' : 'errors'}`
      : warnings > 0
        ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`
        : 'No problems'
  const icon =
    errors > 0 ? (
      <CircleAlert aria-hidden className="text-danger" />
    ) : warnings > 0 ? (
      <TriangleAlert aria-hidden className="text-warning" />
    ) : (
      <CircleCheck aria-hidden className="text-success" />
    )
  return (
    <Button variant="ghost" icon={icon} onClick={() => store.getState().showDock('problems')}>
      {words}
    </Button>
  )
}
