import { getBezierPath, getSmoothStepPath, type Position } from '@xyflow/react'

export type WireEnds = {
  sourceX: number
  sourceY: number
  sourcePosition: Position
  targetX: number
  targetY: number
  targetPosition: Position
}
export type WirePath = { path: string; labelX: number; labelY: number }

/** A wire to the right: a curve. */
export function forwardPath(ends: WireEnds): WirePath {
  // A curve to a card that stands to the left would run through both cards.
  const behind = ends.sourcePosition === 'right' && ends.targetX < ends.sourceX + 24
  const [path, labelX, labelY] = behind
    ? getSmoothStepPath({ ...ends, offset: 24, borderRadius: 12 })
    : getBezierPath(ends)
  return { path, labelX, labelY }
}

/** A way back: out to the right, down to the floor, back to the left and up into the target. */
export function loopPath({ sourceX, sourceY, targetX, targetY }: WireEnds, floor: number): WirePath {
  const out = sourceX + 28
  const back = targetX - 36
  const bottom = Math.max(floor, sourceY + 48, targetY + 48)
  const corner = 16
  const path = [
    `M ${sourceX} ${sourceY}`,
    `H ${out - corner} Q ${out} ${sourceY} ${out} ${sourceY + corner}`,
    `V ${bottom - corner} Q ${out} ${bottom} ${out - corner} ${bottom}`,
    `H ${back + corner} Q ${back} ${bottom} ${back} ${bottom - corner}`,
    `V ${targetY + corner} Q ${back} ${targetY} ${back + corner} ${targetY}`,
    `H ${targetX}`,
  ].join(' ')
  return { path, labelX: (out + back) / 2, labelY: bottom }
}
