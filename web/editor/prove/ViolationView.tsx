import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { ProofChoice } from '../../../shared/prove/proofReport.ts'
import { EventTable } from '../../replay/EventTable.tsx'
import { PlaybackControls } from '../../replay/PlaybackControls.tsx'
import type { Playback } from '../../replay/playback.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import type { OpenViolation } from '../store/proveSlice.ts'

/** The run that breaks a property: what happens in it, and its log, to play on the canvas. */
export function ViolationView({ open }: { open: OpenViolation }) {
  const { violation, playback } = open
  const { message, trace, choices } = violation
  const [view, setView] = useState<'story' | 'log'>('story')
  return (
    <section aria-label="A run that breaks it" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-start gap-2 border-b border-line-1 px-3 py-1.5 text-sm">
        <Badge icon={<FlaskConical aria-hidden />}>Explored</Badge>
        <span className="min-w-0 flex-1">{message}</span>
        {trace.length > 0 && (
          <span className="flex items-center gap-1">
            <Button
              size="sm"
              variant="ghost"
              aria-pressed={view === 'story'}
              onClick={() => setView('story')}
            >
              What happens
            </Button>
            <Button size="sm" variant="ghost" aria-pressed={view === 'log'} onClick={() => setView('log')}>
              Log
            </Button>
          </span>
        )}
      </div>
      {trace.length === 0 ? (
        <p className="p-4 text-sm text-fg-2">
          It never happens, so there is no run to play. The place is selected on the canvas.
        </p>
      ) : (
        <>
          <PlaybackControls playback={playback} className="border-b border-line-1" />
          {view === 'story' ? (
            <WhatHappens choices={choices} playback={playback} />
          ) : (
            <EventTable playback={playback} since={trace[0]?.at ?? 0} />
          )}
        </>
      )}
    </section>
  )
}

/** One row for each thing that comes to the run; picking one goes to the moment after it. */
function WhatHappens({ choices, playback }: { choices: readonly ProofChoice[]; playback: Playback }) {
  const ends = choices.map((_, place) =>
    choices.slice(0, place + 1).reduce((sum, { events }) => sum + events, 0),
  )
  return (
    <ol aria-label="What happens" className="min-h-0 flex-1 overflow-auto py-1">
      {choices.map(({ words, assumed }, place) => (
        <li key={ends[place]}>
          <button
            type="button"
            onClick={() => playback.getState().seek(ends[place] ?? 0)}
            className="flex w-full items-baseline gap-2 px-3 py-0.5 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2"
          >
            <span className="tabular w-4 shrink-0 text-right text-xs text-fg-3">{place + 1}</span>
            <span className="min-w-0 flex-1 break-words">
              {words}
              {assumed.length > 0 && (
                <span className="block font-mono text-xs text-fg-3">{assumed.join(' · ')}</span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
