import type { LoopGlance } from '../../shared/api/kpis.ts'
import { number } from './kpiWords.ts'

/** The runs of each step as small bars, those that did not succeed at the bottom. The table beside it has the sums. */
export function Spark({ points }: { points: LoopGlance['points'] }) {
  const most = Math.max(1, ...points.map(({ ended }) => ended))
  const failed = points.reduce((sum, { notSucceeded }) => sum + notSucceeded, 0)
  const ended = points.reduce((sum, point) => sum + point.ended, 0)
  return (
    <svg
      role="img"
      aria-label={`${number(ended)} runs ended, ${number(failed)} of them did not succeed`}
      viewBox={`0 0 ${points.length} 100`}
      preserveAspectRatio="none"
      className="h-6 w-32 border-b border-line-2"
    >
      {points.map(({ at, ended: runs, notSucceeded }, place) => {
        const [whole, bad] = [(runs / most) * 100, (notSucceeded / most) * 100]
        return (
          <g key={at}>
            <rect x={place + 0.1} width="0.8" y={100 - whole} height={whole - bad} className="fill-success" />
            <rect x={place + 0.1} width="0.8" y={100 - bad} height={bad} className="fill-danger" />
          </g>
        )
      })}
    </svg>
  )
}
