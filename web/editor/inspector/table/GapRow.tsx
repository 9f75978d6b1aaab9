import { Plus } from 'lucide-react'
import { Button } from '../../../ui/Button.tsx'
import type { Gap } from '../../model/tableMarks.ts'

type GapRowProps = { gap: Gap; add: () => void }

/** The gap of a table as a row of it: what no rule lets through, and the rule that would. */
export function GapRow({ gap, add }: GapRowProps) {
  return (
    <tr data-steps className="border-t border-line-1">
      <th
        scope="row"
        className="sticky left-0 z-10 border-r border-line-1 bg-warning-soft px-2 py-1.5 text-left align-top font-medium text-warning"
      >
        <span className="mb-1 block">Gap</span>
        <Button size="sm" icon={<Plus aria-hidden />} onClick={add}>
          Fill the gap
        </Button>
      </th>
      {gap.map((cell, column) => (
        <td
          key={column}
          className="border-l border-line-1 bg-warning-soft px-2 py-1.5 align-top font-mono text-warning"
        >
          {cell ?? 'any'}
        </td>
      ))}
      <td
        colSpan={2}
        className="whitespace-nowrap border-l border-line-1 bg-warning-soft px-2 py-1.5 align-top text-warning"
      >
        No rule: no plan
      </td>
    </tr>
  )
}
