import { assertNever } from '../../../../shared/assertNever.ts'
import type { Node } from '../../../../shared/graph/nodes/node.ts'
import { SelfTestSection } from '../selfTest/SelfTestSection.tsx'
import { ActionForm } from './ActionForm.tsx'
import { ApprovalForm } from './ApprovalForm.tsx'
import { OutcomeForm } from './OutcomeForm.tsx'
import { PlannerForm } from './PlannerForm.tsx'
import { TriggerForm } from './TriggerForm.tsx'
import { VerifierForm } from './VerifierForm.tsx'

/** The form of a node's own kind. */
export function NodeForm({ node }: { node: Node }) {
  switch (node.kind) {
    case 'trigger':
      return <TriggerForm node={node} />
    case 'planner':
      return <PlannerForm node={node} />
    case 'action':
      return <ActionForm node={node} />
    case 'verifier':
      return (
        <>
          <VerifierForm node={node} />
          <SelfTestSection node={node} />
        </>
      )
    case 'approval':
      return <ApprovalForm node={node} />
    case 'outcome':
      return <OutcomeForm />
    default:
      return assertNever(node)
  }
}
