import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { FlowNode } from '../canvas/flowElements.ts'
import { NodeCard } from './NodeCard.tsx'

export const PlannerCard = memo(function PlannerCard({ data, selected }: NodeProps<FlowNode>) {
  return <NodeCard data={data} selected={selected} />
})
