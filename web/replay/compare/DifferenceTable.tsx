import { useState } from 'react'
import { cx } from '../../ui/cx.ts'
import { CutValue } from '../CutValue.tsx'
import type { Difference } from '../diffJson.ts'
import type { ComparedSides } from './comparedSides.ts'

/** Differences shown of one thing, before it is asked for more. */
const most = 12

type DifferenceTableProps = { differences: readonly Difference[]; label: string; sides: ComparedSides }

/** Where two values differ, and what stands there on each side. */
export function DifferenceTable({ differences, label, sides }: DifferenceTableProps) {
  const [all, setAll] = useState(false)
  const hidden = differences.length - most
  return (
    <>
      <table className="w-full table-fixed border-collapse text-xs">
        <caption className="sr-only">Differences of {label}</caption>
        <colgroup>
          <col className="w-1/5" />
          <col />
          <col />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Place</th>
            <th scope="col">{sides.a.name}</th>
            <th scope="col">{sides.b.name}</th>
          </tr>
        </thead>
        <tbody>
          {(all ? differences : differences.slice(0, most)).map((difference) => (
            <DifferenceLine key={difference.path} difference={difference} sides={sides} />
          ))}
        </tbody>
      </table>
      {!all && hidden > 0 && (
        <button
          type="button"
          className="min-h-6 self-start text-xs text-accent underline"
          onClick={() => setAll(true)}
        >
          Show {hidden.toLocaleString('en')} more {hidden === 1 ? 'place' : 'places'}
        </button>
      )}
    </>
  )
}

function DifferenceLine({ difference, sides }: { difference: Difference; sides: ComparedSides }) {
  const before = difference.kind === 'added' ? undefined : difference.before
  const after = difference.kind === 'removed' ? undefined : difference.after
  return (
    <tr className="border border-line-1 align-top">
      <th scope="row" className="bg-surface-2 px-2 py-1 text-left font-normal wrap-anywhere">
        <code className="font-mono">{difference.path}</code>
      </th>
      <Side sign="−" value={before} other={after} name={sides.a.name} className="bg-danger-soft" />
      <Side sign="+" value={after} other={before} name={sides.b.name} className="bg-success-soft" />
    </tr>
  )
}

type SideProps = { sign: string; value: unknown; other: unknown; name: string; className: string }

function Side({ sign, value, other, name, className }: SideProps) {
  if (value === undefined) return <td className="px-2 py-1 text-fg-3">nothing</td>
  return (
    <td className={cx('px-2 py-1', className)}>
      <span className="flex gap-2">
        <span aria-hidden className="font-mono text-fg-2">
          {sign}
        </span>
        <CutValue value={value} other={other} label={`${name}: what stands there`} />
      </span>
    </td>
  )
}
