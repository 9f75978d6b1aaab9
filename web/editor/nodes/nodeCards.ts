import type { NodeProps } from '@xyflow/react'
import type { ComponentType } from 'react'
import type { NodeKind } from '../../../shared/graph/nodes/node.ts'
import type { FlowNode } from '../canvas/flowElements.ts'
import { ActionCard } from './ActionCard.tsx'
import { ApprovalCard } from './ApprovalCard.tsx'
import { OutcomeCard } from './OutcomeCard.tsx'
import { PlannerCard } from './PlannerCard.tsx'
import { TriggerCard } from './TriggerCard.tsx'
import { VerifierCard } from './VerifierCard.tsx'

/** The card of each node kind. A constant, because the canvas mounts everything again when it changes. */
export const nodeCards = {
  trigger: TriggerCard,
  planner: PlannerCard,
  action: ActionCard,
  verifier: VerifierCard,
  approval: ApprovalCard,
  outcome: OutcomeCard,
} as const satisfies Record<NodeKind, ComponentType<NodeProps<FlowNode>>>
