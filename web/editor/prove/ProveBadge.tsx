import { Badge } from '../../ui/Badge.tsx'
import { useEditor } from '../store/EditorContext.ts'
import { proofState } from './proofState.ts'

/** What is known of the loop as it stands: nothing is said as long as nothing is. */
export function ProveBadge() {
  const state = useEditor(proofState)
  const violations = useEditor(({ proof }) => proof?.report.violations.length ?? 0)
  switch (state) {
    case 'none':
    case 'stale':
    case 'open':
      return null
    case 'broken':
      return <Badge tone="warning">{violations}</Badge>
    case 'holds':
      return <Badge tone="success">holds</Badge>
  }
}
