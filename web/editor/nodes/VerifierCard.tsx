import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { inOrder } from '../../../shared/verify/checkOrder.ts'
import type { FlowNode } from '../canvas/flowElements.ts'
import { layerWords } from '../model/checkWords.ts'
import { NodeCard } from './NodeCard.tsx'

const shown = 3

/** A verifier names its first checks in the order in which they are made, each with its layer: what it judges matters more than how many. */
export const VerifierCard = memo(function VerifierCard({ data, selected }: NodeProps<FlowNode>) {
  const checks = data.node.kind === 'verifier' ? inOrder(data.node.checks) : []
  return (
    <NodeCard data={data} selected={selected}>
      <ul className="mt-1 pr-18 text-xs text-fg-3">
        {checks.slice(0, shown).map((check) => {
          const { icon: Icon, label } = layerWords[check.type]
          return (
            <li
              key={check.id}
              className="flex items-center gap-1"
              title={`${label}: ${check.title ?? check.id}`}
            >
              <Icon aria-hidden className="size-3 shrink-0 text-kind-verifier" />
              <span className="sr-only">{label}</span>
              <span className="truncate">{check.title ?? check.id}</span>
            </li>
          )
        })}
        {checks.length > shown && <li>and {checks.length - shown} more</li>}
      </ul>
    </NodeCard>
  )
})
