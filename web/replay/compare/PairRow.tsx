import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { EntryPair } from '../../../shared/projections/runDiff.ts'
import type { Entry, EntryField } from '../../../shared/projections/runEntry.ts'
import { Badge } from '../../ui/Badge.tsx'
import { cx } from '../../ui/cx.ts'
import { JsonView } from '../../ui/JsonView.tsx'
import { type Difference, diffJson } from '../diffJson.ts'
import { EventGlyph } from '../EventGlyph.tsx'
import type { ComparedSide, ComparedSides } from './comparedSides.ts'
import { kindLooks } from './compareWords.ts'
import { DifferenceTable } from './DifferenceTable.tsx'
import { entryTitle } from './entryTitle.ts'
import { type Spent, SpentFigures } from './SpentFigures.tsx'

type PairRowProps = { pair: EntryPair; differs: boolean; current: boolean; sides: ComparedSides }

/** What two runs did in one place: whether it differs and in what, and how long and dear it was in each. */
export function PairRow({ pair, differs, current, sides }: PairRowProps) {
  const { label, family } = kindLooks[pair.kind]
  const title = `${label} ${pair.name}`.trim()
  const called = titleIn(pair, sides)
  const [open, setOpen] = useState(false)
  const differences = useMemo(() => differencesOf(pair), [pair])
  return (
    <article
      aria-current={current ? 'true' : undefined}
      className={cx(
        'flex flex-col gap-1.5 border-b border-line-1 px-4 py-2',
        current && 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      <div className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-xs">
        <EventGlyph family={family} />
        <h3 className="min-w-0 break-words">
          <span className="text-fg-2">{label}</span>{' '}
          {called !== null && <span className="font-medium text-fg-1">{called} </span>}
          {pair.name !== '' && (
            <code className={cx('font-mono', called === null ? 'font-medium text-fg-1' : 'text-fg-3')}>
              {pair.name}
            </code>
          )}
        </h3>
        <PairBadge pair={pair} differs={differs} sides={sides} />
        {differences.length === 0 && (
          <button
            type="button"
            aria-expanded={open}
            className="min-h-6 text-accent hover:underline"
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide' : 'Show'} what it was
          </button>
        )}
        <span className="flex-1" />
        <SpentFigures a={spentOn(pair.a)} b={spentOn(pair.b)} sides={sides} />
        <Moment side={sides.a} entry={pair.a} />
        <Moment side={sides.b} entry={pair.b} />
      </div>
      {differences.length > 0 && <DifferenceTable differences={differences} label={title} sides={sides} />}
      {open && <JsonView value={(pair.a ?? pair.b)?.fields} label={title} className="pl-5" />}
    </article>
  )
}

/** As it is called on the side that came later, else on the other. */
function titleIn({ kind, a, b }: EntryPair, sides: ComparedSides): string | null {
  return (b && entryTitle(kind, b, sides.b.titleOf)) ?? (a && entryTitle(kind, a, sides.a.titleOf))
}

function PairBadge({ pair: { a, b }, differs, sides }: Omit<PairRowProps, 'current'>) {
  if (!differs) return <span className="text-fg-3">the same</span>
  if (!a) return <Badge tone="success">only in {sides.b.name}</Badge>
  if (!b) return <Badge tone="danger">only in {sides.a.name}</Badge>
  return <Badge tone="warning">differs</Badge>
}

function spentOn(entry: Entry | null): Spent | null {
  if (!entry) return null
  const { startedAt, endedAt, costUsd } = entry
  return { tookMs: endedAt === null ? null : endedAt - startedAt, costUsd }
}

function Moment({ side, entry }: { side: ComparedSide; entry: Entry | null }) {
  const to = entry && side.momentOf(entry.toSeq)
  if (!entry || to === null) return null
  return (
    <Link
      to={to}
      title={`See this moment in the replay of ${side.name}`}
      className="inline-flex min-h-6 items-center whitespace-nowrap text-accent hover:underline"
    >
      {side.name} at <span className="tabular ml-1">{entry.toSeq}</span>
    </Link>
  )
}

function differencesOf({ a, b, changed }: EntryPair): Difference[] {
  return a && b ? diffJson(picked(a, changed), picked(b, changed)) : []
}

/** The fields that differ. */
function picked({ fields }: Entry, changed: readonly EntryField[]): Record<string, unknown> {
  return Object.fromEntries(
    changed.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]])),
  )
}
