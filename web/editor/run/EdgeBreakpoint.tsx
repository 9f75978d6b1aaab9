import { useContext } from 'react'
import { TrialMarksContext } from './TrialMarks.ts'

type EdgeBreakpointProps = {
  edge: string
  x: number
  y: number /** How far below that point it stands, on the screen. */
  below?: number
}

/** On a wire: its breakpoint, larger where the run stands. */
export function EdgeBreakpoint({ edge, x, y, below = 0 }: EdgeBreakpointProps) {
  const marks = useContext(TrialMarksContext)
  if (!marks?.edges.has(edge)) return null
  const stands = marks.stopped?.edge === edge
  return (
    <circle
      cx={x}
      cy={y + below}
      r={stands ? 8 : 6}
      style={{
        fill: 'var(--danger)',
        stroke: stands ? 'var(--accent)' : 'var(--surface-1)',
        transform: 'scale(var(--far, 1))',
        transformOrigin: `${x}px ${y}px`,
      }}
      strokeWidth={stands ? 3 : 2}
    >
      <title>{stands ? 'The run stands at this breakpoint' : 'Breakpoint: a simulated run stops here'}</title>
    </circle>
  )
}
