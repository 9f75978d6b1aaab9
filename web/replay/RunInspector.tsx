import { type ReactNode, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { RunDetail } from '../../shared/api/runs.ts'
import { describeEvent } from '../../shared/projections/describeEvent.ts'
import { planStory } from '../../shared/projections/planStory.ts'
import { shortRun } from '../runs/shortRun.ts'
import { formatExact } from '../ui/formatTime.ts'
import { Id } from '../ui/Id.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { EventGlyph } from './EventGlyph.tsx'
import { EvidenceView } from './EvidenceView.tsx'
import { eventFamilies, familyOf } from './eventFamily.ts'
import { type Inspected, inspected } from './inspected.ts'
import { PlanView } from './PlanView.tsx'
import { PolicyView } from './PolicyView.tsx'
import type { Playback } from './playback.ts'
import { RunLink } from './RelatedRuns.tsx'
import { StateChange } from './StateChange.tsx'

/** What is known of the event at the cursor: what went in, what came out, what it changed, and why. */
export function RunInspector({
  playback,
  firstTab = 'state',
  childRuns = [],
}: {
  playback: Playback
  firstTab?: 'state' | 'plan'
  /** The runs that steps of this one are. */
  childRuns?: RunDetail['children']
}) {
  const events = useStore(playback, (state) => state.events)
  const cursor = useStore(playback, (state) => state.cursor)
  const [tab, setTab] = useState<string>(firstTab)
  const shown = useMemo(() => inspected(events, cursor), [events, cursor])
  const story = useMemo(() => planStory(events, cursor), [events, cursor])
  if (!shown) {
    return (
      <section aria-label="Inspector" className="flex min-w-0 flex-1 flex-col bg-surface-1">
        <p className="p-4 text-sm text-fg-2">
          {events.length === 0
            ? 'No events yet.'
            : 'Nothing has happened here yet. Move to an event to see what it was.'}
        </p>
      </section>
    )
  }
  const { event, input, output, checks, policies } = shown
  return (
    <section aria-label="Inspector" className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface-1">
      <header className="flex shrink-0 items-start gap-2 border-b border-line-1 px-3 py-2">
        <EventGlyph family={familyOf(event)} className="mt-1 size-3 shrink-0" />
        <div className="min-w-0">
          <h2 className="text-sm font-medium break-words">{describeEvent(event)}</h2>
          <p className="text-xs text-fg-3">
            <span className="tabular">#{event.seq}</span> · {eventFamilies[familyOf(event)].label} ·{' '}
            {formatExact(event.at)}
          </p>
          <ChildRunLink event={event} childRuns={childRuns} />
        </div>
      </header>
      <Tabs
        label="Inspector"
        value={tab}
        onValueChange={setTab}
        items={[
          {
            value: 'input',
            label: 'Input',
            content: (
              <Value named={input} what="input" root={event.type === 'step.started' ? 'args' : 'input'} />
            ),
          },
          { value: 'output', label: 'Output', content: <Value named={output} what="output" root="output" /> },
          { value: 'state', label: 'State change', content: <StateChange playback={playback} /> },
          { value: 'plan', label: 'Plan', content: <PlanView story={story} /> },
          {
            value: 'policy',
            label: 'Policy',
            badge: <Count of={policies.length} />,
            content: <PolicyView policies={policies} />,
          },
          {
            value: 'evidence',
            label: 'Evidence',
            badge: <Count of={checks.length} />,
            content: <EvidenceView {...shown} />,
          },
          { value: 'log', label: 'Log', content: <LogEntry event={event} /> },
        ]}
      />
    </section>
  )
}

/** From an event of a step that is a run of its own to that run. */
function ChildRunLink({ event, childRuns }: { event: Inspected['event']; childRuns: RunDetail['children'] }) {
  const step = 'step' in event.data ? event.data.step : null
  const child = step === null ? undefined : childRuns.findLast((each) => each.step === step)
  return child ? <RunLink run={child.run}>Open its child run {shortRun(child.run)}</RunLink> : null
}

function Value({ named, what, root }: { named: Inspected['input']; what: string; root: string }): ReactNode {
  if (!named) return <p className="p-3 text-sm text-fg-2">This event has no {what}.</p>
  return (
    <div className="p-3">
      <h3 className="text-xs font-medium text-fg-2">{named.label}</h3>
      <JsonView key={named.label} value={named.value} label={named.label} root={root} />
    </div>
  )
}

/** How many there are behind a tab; none is not worth a sign. */
function Count({ of }: { of: number }) {
  return of === 0 ? null : <span className="tabular text-xs text-fg-3">{of}</span>
}

function LogEntry({ event }: { event: Inspected['event'] }) {
  return (
    <div className="p-3">
      <dl className="mb-2 grid grid-cols-[72px_minmax(0,1fr)] items-center text-xs">
        <dt className="text-fg-3">Hash</dt>
        <dd>
          <Id id={event.hash} label="hash" />
        </dd>
        <dt className="text-fg-3">Before it</dt>
        <dd>
          <Id id={event.prev} label="previous hash" />
        </dd>
        <dt className="text-fg-3">Trace</dt>
        <dd>
          <Id id={event.trace} label="trace id" />
        </dd>
      </dl>
      <JsonView key={event.seq} value={event} label="Log entry" />
    </div>
  )
}
