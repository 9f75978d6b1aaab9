import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { RunDiff } from '../../../shared/projections/runDiff.ts'
import { Field } from '../../ui/Field.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { ownsKeys } from '../../ui/ownsKeys.ts'
import { Switch } from '../../ui/Switch.tsx'
import type { ComparedSides } from './comparedSides.ts'
import { diffRows, nextDifference } from './diffRows.ts'
import { PairRow } from './PairRow.tsx'
import { SectionHead } from './SectionHead.tsx'

type DiffListProps = {
  diff: RunDiff
  sides: ComparedSides
  /** What is said where nothing differs. */
  same?: string
}

/** Every place at which two runs differ, or every place; only what is in sight is drawn. */
export function DiffList({ diff, sides, same = 'No differences' }: DiffListProps) {
  const [all, setAll] = useState(false)
  const [current, setCurrent] = useState(-1)
  const rows = useMemo(() => diffRows(diff, all), [diff, all])
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- what it returns stays in this component
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (place) => rows[place]?.key ?? place,
    estimateSize: (place) => (rows[place]?.of === 'section' ? 33 : 96),
    overscan: 8,
  })
  const { scrollToIndex } = virtual

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(ownsKeys)) return
      if (event.key !== 'j' && event.key !== 'k') return
      event.preventDefault()
      const next = nextDifference(rows, current, event.key === 'j' ? 1 : -1)
      setCurrent(next)
      if (next >= 0) scrollToIndex(next, { align: 'start' })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [rows, current, scrollToIndex])

  const show = (next: boolean) => {
    setAll(next)
    setCurrent(-1)
  }
  const count = diff.differences
  return (
    <section aria-label="Differences" className="flex min-h-0 flex-1 flex-col bg-surface-1">
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 border-b border-line-1 px-4 text-xs">
        <p role="status" className="text-sm font-medium">
          {count === 0 ? same : `${count.toLocaleString('en')} ${count === 1 ? 'difference' : 'differences'}`}
        </p>
        <span className="flex-1" />
        {count > 0 && (
          <span className="flex items-center gap-1 text-fg-3">
            <Kbd keys="j" /> next, <Kbd keys="k" /> previous
          </span>
        )}
        <Field label="Show what is the same, too" layout="row">
          <Switch checked={all} onCheckedChange={show} />
        </Field>
      </div>
      <div
        ref={scroller}
        role="region"
        aria-label="What both did"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that keys can scroll it
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.of === 'section' ? (
                  <SectionHead section={row.section} sides={sides} />
                ) : (
                  <PairRow
                    pair={row.pair}
                    differs={row.differs}
                    current={item.index === current}
                    sides={sides}
                  />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}
