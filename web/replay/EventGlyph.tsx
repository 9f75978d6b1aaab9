import { type EventFamily, eventFamilies } from './eventFamily.ts'

/** The outline of each family's sign on a 12 by 12 grid: told apart by shape before hue. */
const outlines = {
  run: 'M2 2h8v8H2z',
  plan: 'M6 1l5 5-5 5-5-5z',
  step: 'M7 0.5L2.5 7H5.5L5 11.5 9.5 5H6.5z',
  failure: 'M2.2 2.2l7.6 7.6M9.8 2.2L2.2 9.8',
  check: 'M2 6.5l2.8 3L10 3',
  verdict: 'M6 1l4.5 1.6v3.2C10.5 8.6 8.7 10.4 6 11.4 3.3 10.4 1.5 8.6 1.5 5.8V2.6z',
  approval: 'M6 1.2a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8zM1.6 11a4.4 4 0 0 1 8.8 0z',
  signal: 'M1.5 2.5h9v5.5H6.5L4 10.5V8H1.5z',
  policy: 'M1.5 3h9M1.5 6h6M1.5 9h9',
  undo: 'M4.5 2L1.5 5l3 3M1.5 5H8a2.5 2.5 0 0 1 0 5H5',
  lease: 'M2.5 5.5h7v5h-7zM4 5.5V4a2 2 0 0 1 4 0v1.5',
} as const satisfies Record<EventFamily, string>

const filled: readonly EventFamily[] = ['run', 'plan', 'step', 'verdict', 'approval']

/** The sign of an event family, in its hue. The word beside it names it. */
export function EventGlyph({ family, className }: { family: EventFamily; className?: string }) {
  const hue = `var(${eventFamilies[family].hue})`
  const solid = filled.includes(family)
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={className ?? 'size-3 shrink-0'}>
      <path
        d={outlines[family]}
        fill={solid ? hue : 'none'}
        stroke={hue}
        strokeWidth={solid ? 0.75 : 1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
