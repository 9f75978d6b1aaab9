import { BaseEdge, type EdgeProps } from '@xyflow/react'
import { RefreshCw } from 'lucide-react'
import { memo, useContext, useState } from 'react'
import { cx } from '../../ui/cx.ts'
import { EdgeBreakpoint } from '../run/EdgeBreakpoint.tsx'
import { TrialMarksContext } from '../run/TrialMarks.ts'
import { CanvasLayer } from './CanvasLayer.tsx'
import type { FlowEdge } from './flowElements.ts'
import { LoopEdgeContext } from './loopEdge/LoopEdgeContext.ts'
import { wireLooks } from './wireLooks.ts'
import { forwardPath, loopPath } from './wirePath.ts'

/** A wire. Every way into a card is from its left, so the head is drawn there. */
export const WireEdge = memo(function WireEdge({ id, data, selected, ...ends }: EdgeProps<FlowEdge>) {
  const [pointed, setPointed] = useState(false)
  const role = data?.role ?? 'main'
  const { hue, dash, text } = wireLooks[role]
  const wire = role === 'loop' ? loopPath(ends, data?.floor ?? 0) : forwardPath(ends)
  const strong = selected === true || data?.run === 'active'
  const width = strong ? 2.5 : data?.run === 'taken' ? 2 : 1.5
  const { targetX: x, targetY: y } = ends
  const stops = useContext(TrialMarksContext)?.edges.has(id) === true
  // Below the label of a way back, and below the breakpoint that stands there.
  const contractAt = !data?.label ? 'calc(-100% - 8px)' : stops ? '36px' : '18px'
  return (
    <>
      <g
        className={cx('transition-opacity', data?.run === 'idle' && 'opacity-35')}
        onMouseEnter={() => setPointed(true)}
        onMouseLeave={() => setPointed(false)}
      >
        <BaseEdge
          id={id}
          path={wire.path}
          interactionWidth={20}
          style={{ stroke: selected ? 'var(--accent)' : hue, strokeWidth: width, strokeDasharray: dash }}
        />
        <path
          className="pointer-events-none"
          d={`M ${x - 8} ${y - 4} L ${x - 1} ${y} L ${x - 8} ${y + 4}`}
          fill="none"
          strokeLinecap="round"
          strokeLinejoin="round"
          style={{ stroke: selected ? 'var(--accent)' : hue, strokeWidth: width }}
        />
        {(pointed || selected) && data && (
          <CanvasLayer layer="labels">
            <span
              className="pointer-events-none absolute z-10 origin-top-left rounded-sm bg-surface-1 px-1.5 py-0.5 text-xs whitespace-nowrap text-fg-2 shadow-float"
              style={{
                // The distance from the wire, or from the loop's label on it, is measured before the words are made as large as on a near card.
                transform: `translate(${wire.labelX}px, ${wire.labelY}px) scale(var(--far, 1)) translate(-50%, ${contractAt})`,
              }}
            >
              {data.contract}
            </span>
          </CanvasLayer>
        )}
        {data?.label && (
          <CanvasLayer layer="labels">
            <div
              className="nodrag nopan absolute z-2"
              style={{
                transform: `translate(-50%, -50%) translate(${wire.labelX}px, ${wire.labelY}px) scale(var(--far, 1))`,
              }}
            >
              <LoopLabel edge={id} label={data.label} exit={data.exit} hue={text} />
            </div>
          </CanvasLayer>
        )}
      </g>
      <EdgeBreakpoint edge={id} x={wire.labelX} y={wire.labelY} below={data?.label ? 24 : 0} />
    </>
  )
})

type LoopLabelProps = { edge: string; label: string; exit: string | null; hue: string }

/** What ends the loop and what bounds it; where the graph is edited, a button that opens both. */
function LoopLabel({ edge, label, exit, hue }: LoopLabelProps) {
  const render = useContext(LoopEdgeContext)
  const looks =
    'tabular flex h-6 items-center gap-1 whitespace-nowrap rounded-sm border border-line-1 bg-surface-1 px-1.5 text-xs font-medium [&_svg]:size-3'
  const words = (
    <>
      <RefreshCw aria-hidden />
      <span className="sr-only">Way back, </span>
      {exit && <span className="font-normal text-fg-2">{exit} ·</span>}
      {label}
    </>
  )
  if (!render) return <span className={cx('pointer-events-none', looks, hue)}>{words}</span>
  return render({
    edge,
    className: cx('pointer-events-auto hover:border-line-2 hover:bg-surface-2', looks, hue),
    children: words,
  })
}
