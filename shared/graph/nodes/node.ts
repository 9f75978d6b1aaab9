import { z } from 'zod'
import { ActionNode } from './action.ts'
import { ApprovalNode } from './approval.ts'
import { OutcomeNode } from './outcome.ts'
import { PlannerNode } from './planner.ts'
import { TriggerNode } from './trigger.ts'
import { VerifierNode } from './verifier.ts'

export const Node = z.discriminatedUnion('kind', [
  TriggerNode,
  PlannerNode,
  ActionNode,
  VerifierNode,
  ApprovalNode,
  OutcomeNode,
])
export type Node = z.infer<typeof Node>
export type NodeKind = Node['kind']
export type NodeOf<K extends NodeKind> = Extract<Node, { kind: K }>
