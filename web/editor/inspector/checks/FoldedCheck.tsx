import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Check } from '../../../../shared/graph/nodes/check.ts'

/** What a check says it leads to, in a line that folds its fields. A problem in one of them opens it. */
export function FoldedCheck({ check, open, children }: { check: Check; open: boolean; children: ReactNode }) {
  // Whether it begins open: what somebody opens or folds afterwards is theirs.
  const [begins] = useState(open)
  const parts = [
    `on failure ${check.onFail}`,
    (check.weight ?? 1) !== 1 && `weight ${check.weight}`,
    check.sample && `in ${Math.round(check.sample.rate * 100)} % of runs`,
  ].filter((part) => typeof part === 'string')
  return (
    <details open={begins} className="group">
      <summary className="flex h-6 list-none items-center gap-1 rounded-sm text-xs text-fg-3 hover:text-fg-1 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3 transition-transform group-open:rotate-90" />
        {parts.join(' · ')}
      </summary>
      <div className="flex flex-col gap-2 pt-1">{children}</div>
    </details>
  )
}
