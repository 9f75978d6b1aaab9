import { FileCheck } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import type { Version } from '../../shared/api/loops.ts'
import { readSavedRun } from '../../shared/api/savedRun.ts'
import type { Program } from '../../shared/compile/program.ts'
import { upcastProgram } from '../../shared/compile/upcastProgram.ts'
import type { RunState } from '../../shared/engine/state.ts'
import { Page } from '../app/Page.tsx'
import { usePageTitle } from '../app/usePageTitle.ts'
import { pickFile } from '../editor/draft/fileServices.ts'
import { OutcomeBadge } from '../runs/OutcomeBadge.tsx'
import { shortRun } from '../runs/shortRun.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Id } from '../ui/Id.tsx'
import { createPlayback, type Playback } from './playback.ts'
import { RunFigures } from './RunHeader.tsx'
import { RunViews } from './RunViews.tsx'
import { VerifyPanel } from './VerifyPanel.tsx'

/** A run out of a file, followed to the end of its log. */
type Opened = {
  /** Tells one opening from another, of the same file too. */
  id: string
  version: Version
  program: Program
  playback: Playback
  end: Exclude<RunState, { status: 'new' }>
}

/** Opens such a file; a text says why it can't be. */
function openRun(text: string): Opened | string {
  const read = readSavedRun(text)
  if (!read.ok) return read.reason
  const { version, events } = read.saved
  const program = upcastProgram(version.program)
  const playback = createPlayback({ program, events })
  try {
    const end = playback.getState().stateAt(events.length)
    return end.status === 'new'
      ? 'No run begins in its log.'
      : { id: crypto.randomUUID(), version, program, playback, end }
  } catch (error) {
    return `Its log can’t be followed: ${String(error)}`
  }
}

/** Looks at a run out of a file. The file is read here and sent nowhere. */
export function SavedRunPage() {
  const [opened, setOpened] = useState<Opened | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const open = (text: string | null) => {
    if (text === null) return
    const next = openRun(text)
    setFault(typeof next === 'string' ? next : null)
    if (typeof next !== 'string') setOpened(next)
  }
  const choose = () => void pickFile().then(open)
  const drop = {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      void event.dataTransfer.files[0]?.text().then(open)
    },
  }
  return (
    <div {...drop} className="flex min-h-0 flex-1 flex-col">
      {fault !== null && (
        <p role="alert" className="border-b border-danger bg-danger-soft px-3 py-2 text-sm">
          <strong className="font-semibold">This file can’t be opened.</strong> {fault}
        </p>
      )}
      {opened ? (
        <OpenedRun key={opened.id} opened={opened} onChoose={choose} />
      ) : (
        <Page title="A saved run">
          <EmptyState
            picture={<FileCheck className="size-6" />}
            title="Open a run that was saved to a file"
            action={<Button onClick={choose}>Choose a file…</Button>}
          >
            “Save as a file” on the page of a run makes one. It is verified and replayed in this browser:
            nothing of it is sent anywhere, and the server that ran it is not asked. You can drop it here,
            too.
          </EmptyState>
        </Page>
      )}
    </div>
  )
}

function OpenedRun({ opened, onChoose }: { opened: Opened; onChoose: () => void }) {
  const { version, program, playback, end } = opened
  const ended = end.status === 'ended' ? end : null
  usePageTitle(`Saved run ${shortRun(end.run)}`)
  return (
    <>
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line-1 bg-surface-1 px-3 py-1.5">
        <h1 className="flex items-center gap-1 text-sm font-semibold">
          <span className="sr-only">Saved run </span>
          <code className="font-mono">{shortRun(end.run)}</code>
          <CopyButton text={end.run} label="Copy the run’s id" />
        </h1>
        <Badge>From a file</Badge>
        {ended ? (
          <OutcomeBadge status="ended" outcome={ended.outcome} />
        ) : (
          <Badge tone="warning">Saved before it ended</Badge>
        )}
        <p className="tabular flex min-w-0 flex-1 flex-wrap items-center gap-x-3 text-xs text-fg-2">
          <span>{end.loop}</span>
          <span className="flex items-center gap-1">
            version <Id id={end.program} label="version" />
          </span>
          <RunFigures
            run={{
              reason: ended?.reason ?? null,
              message: ended?.message ?? '',
              acceptedAt: end.startedAt,
              endedAt: ended?.endedAt ?? null,
              costUsd: end.costUsd,
            }}
          />
        </p>
        <div className="flex items-center gap-2">
          <Button onClick={onChoose}>Open another…</Button>
          <VerifyPanel
            playback={playback}
            program={version.program}
            serverCount={null}
            serverVersion={null}
          />
        </div>
      </header>
      <RunViews playback={playback} version={version} program={program} childRuns={[]} ready live={false} />
    </>
  )
}
