import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { FlowNode } from '../canvas/flowElements.ts'
import { NodeCard } from './NodeCard.tsx'

const shown = 3

/** A verifier names its first checks: what it judges matters more than how many. */
export const VerifierCard = memo(function VerifierCard({ data, selected }: NodeProps<FlowNode>) {
  const checks = data.node.kind === 'verifier' ? data.node.checks : []
  return (
    <NodeCard data={data} selected={selected}>
      <ul className="mt-1 pr-18 text-xs text-fg-3">
        {checks.slice(0, shown).map((check) => (
          <li key={check.id} className="truncate">
            {check.title ?? check.id}
          </li>
        ))}
        {checks.length > shown && <li>and {checks.length - shown} more</li>}
      </ul>
    </NodeCard>
  )
})
