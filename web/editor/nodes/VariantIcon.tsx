import {
  Cloud,
  Dices,
  Hourglass,
  ListOrdered,
  type LucideIcon,
  Radio,
  Repeat,
  Table2,
  Target,
  Users,
} from 'lucide-react'
import type { ActionUses } from '../../../shared/graph/nodes/action.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { StrategyType } from '../../../shared/graph/nodes/planner.ts'

const strategies = {
  sequence: ListOrdered,
  table: Table2,
  goal: Target,
  choice: Dices,
  http: Cloud,
  federation: Users,
} as const satisfies Record<StrategyType, LucideIcon>

/** A request says its method, a transform its name: neither needs a sign. */
const calls = {
  http: null,
  transform: null,
  wait: Hourglass,
  loop: Repeat,
  emit: Radio,
} as const satisfies Record<ActionUses, LucideIcon | null>

/** A sign of how a planner plans or what an action does. The words beside it say the same. */
export function VariantIcon({ node, className }: { node: Node; className?: string }) {
  const Icon =
    node.kind === 'planner'
      ? strategies[node.strategy.type]
      : node.kind === 'action'
        ? calls[node.call.uses]
        : null
  return Icon ? <Icon aria-hidden className={className} /> : null
}
