import { useVirtualizer } from '@tanstack/react-virtual'
import { X } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { RunEvent } from '../../shared/engine/event.ts'
import { describeEvent } from '../../shared/projections/describeEvent.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { formatClock, formatDuration, formatExact } from '../ui/formatTime.ts'
import { Menu } from '../ui/Menu.tsx'
import { SearchInput } from '../ui/SearchInput.tsx'
import { EventGlyph } from './EventGlyph.tsx'
import { type EventFamily, eventFamilies, familyOf } from './eventFamily.ts'
import { type EventFilter, filterEvents, nodesOf, noFilter } from './eventFilter.ts'
import type { Playback } from './playback.ts'

const rowHeight = 24

type EventTableProps = {
  playback: Playback
  /** Only events about this node. */
  node?: string | null
  onClearNode?: () => void
  /** Says times as what has passed since then, for runs whose clock stands for nothing. */
  since?: number
  className?: string
}

/** Every event as a row, filtered by family, text and node. The chosen row is the playback's cursor. */
export function EventTable({ playback, node = null, onClearNode, since, className }: EventTableProps) {
  const events = useStore(playback, (state) => state.events)
  const [families, setFamilies] = useState<ReadonlySet<EventFamily>>(noFilter.families)
  const [text, setText] = useState('')
  const nodes = useMemo(() => nodesOf(events), [events])
  const filter: EventFilter = useDeferredValue(
    useMemo(() => ({ families, text, node }), [families, text, node]),
  )
  const shown = useMemo(() => filterEvents(events, nodes, filter), [events, nodes, filter])
  const toggle = (family: EventFamily) => {
    const next = new Set(families)
    if (!next.delete(family)) next.add(family)
    setFamilies(next)
  }
  return (
    <section
      aria-label="Events"
      className={cx('flex min-h-0 min-w-0 flex-1 flex-col bg-surface-1', className)}
    >
      <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line-1 px-2">
        <h2 className="text-xs font-semibold">
          Events <span className="tabular font-normal text-fg-3">{shown.length.toLocaleString('en')}</span>
        </h2>
        <SearchInput
          size="sm"
          label="Search the events"
          placeholder="Search"
          className="min-w-24 flex-1"
          value={text}
          onChange={setText}
        />
        {node !== null && (
          <Button
            size="sm"
            variant="ghost"
            onClick={onClearNode}
            aria-label={`Show every node, not only ${node}`}
          >
            {node}
            <X aria-hidden />
          </Button>
        )}
        <Menu
          align="end"
          trigger={
            <Button size="sm">
              {families.size === 0
                ? 'All kinds'
                : `${families.size} of ${Object.keys(eventFamilies).length} kinds`}
              <span className="sr-only"> of events</span>
            </Button>
          }
          items={[
            { label: 'All kinds', checked: families.size === 0, onSelect: () => setFamilies(new Set()) },
            'separator',
            ...Object.entries(eventFamilies).map(([family, look]) => ({
              label: look.label,
              hint: look.says,
              icon: <EventGlyph family={family as EventFamily} />,
              checked: families.has(family as EventFamily),
              keepOpen: true,
              onSelect: () => toggle(family as EventFamily),
            })),
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <p className="p-4 text-sm text-fg-2">
          {events.length === 0 ? 'No events yet.' : 'No event fits. Clear the search or the filter.'}
        </p>
      ) : (
        <EventRows playback={playback} events={events} shown={shown} since={since} />
      )}
    </section>
  )
}

function EventRows({
  playback,
  events,
  shown,
  since,
}: {
  playback: Playback
  events: readonly RunEvent[]
  shown: readonly number[]
  since: number | undefined
}) {
  const cursor = useStore(playback, (state) => state.cursor)
  const { seek } = playback.getState()
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  // oxlint-disable-next-line react/incompatible-library -- what it returns stays in this component
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  // The row at the cursor, or the last one before it when the filter hides that.
  const active = shown.findLastIndex((position) => position <= cursor)

  const { scrollToIndex } = rows
  useEffect(() => {
    if (active >= 0) scrollToIndex(active, { align: 'auto' })
  }, [active, scrollToIndex])

  const onKeyDown = (event: KeyboardEvent) => {
    const jump: Record<string, number> = {
      ArrowUp: Math.max(0, active - 1),
      ArrowDown: active + 1,
      PageUp: active - 10,
      PageDown: active + 10,
      Home: 0,
      End: shown.length - 1,
    }
    const target = jump[event.key]
    if (target === undefined) return
    event.preventDefault()
    const position = shown[Math.max(0, Math.min(target, shown.length - 1))]
    if (position !== undefined) seek(position)
  }
  return (
    <div
      ref={scroller}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select can't hold thousands of rows with columns
      role="listbox"
      aria-label="Events of the run"
      tabIndex={0}
      aria-activedescendant={active >= 0 ? `${id}-${shown[active]}` : undefined}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
    >
      <div className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const position = shown[item.index]
          const event = position === undefined ? undefined : events[position - 1]
          if (!event || position === undefined) return null
          return (
            <EventRow
              key={position}
              id={`${id}-${position}`}
              event={event}
              place={item.index + 1}
              of={shown.length}
              top={item.start}
              selected={position === cursor}
              future={position > cursor}
              since={since}
              onSelect={() => seek(position)}
            />
          )
        })}
      </div>
    </div>
  )
}

type EventRowProps = {
  id: string
  event: RunEvent
  place: number
  of: number
  top: number
  selected: boolean
  /** Not yet happened at the cursor. */
  future: boolean
  since: number | undefined
  onSelect: () => void
}

function EventRow({ id, event, place, of, top, selected, future, since, onSelect }: EventRowProps) {
  const family = familyOf(event)
  return (
    // The listbox that holds the focus handles the keys.
    <div
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see the listbox
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-posinset={place}
      aria-setsize={of}
      onClick={onSelect}
      onKeyDown={undefined}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      className={cx(
        'absolute inset-x-0 flex items-center gap-2 px-2 text-xs hover:bg-surface-2',
        selected && 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)] hover:bg-accent-soft',
      )}
    >
      <span className="tabular w-10 shrink-0 text-right font-mono text-fg-3">{event.seq}</span>
      {since === undefined ? (
        <span title={formatExact(event.at)} className="tabular w-21 shrink-0 font-mono text-fg-3">
          {formatClock(event.at)}
        </span>
      ) : (
        <span
          title="Of simulated time, since the call"
          className="tabular w-21 shrink-0 text-right font-mono text-fg-3"
        >
          +{formatDuration(event.at - since)}
        </span>
      )}
      <EventGlyph family={family} />
      <span className={cx('min-w-0 flex-1 truncate', future ? 'text-fg-3' : 'text-fg-1')}>
        <span className="sr-only">{eventFamilies[family].label}: </span>
        {describeEvent(event)}
      </span>
      <span className="hidden shrink-0 font-mono text-fg-3 @[520px]:inline">{event.type}</span>
    </div>
  )
}
