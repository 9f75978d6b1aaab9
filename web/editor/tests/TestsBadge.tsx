import { Badge } from '../../ui/Badge.tsx'
import { useEditor } from '../store/EditorContext.ts'
import { noCases, testState } from './testState.ts'
import { useTestGround } from './useTestGround.ts'

/** How many tests the loop has; how many of them fail, once that is known. */
export function TestsBadge() {
  const cases = useEditor(({ graph }) => graph.cases ?? noCases)
  const results = useEditor((state) => state.testResults)
  const ground = useTestGround()
  if (cases.length === 0) return null
  const states = cases.map((test) => testState(test, results[test.id], ground))
  const failed = states.filter((state) => state === 'failed').length
  if (failed > 0) return <Badge tone="danger">{failed} failed</Badge>
  const passed = states.every((state) => state === 'passed')
  return <Badge tone={passed ? 'success' : 'neutral'}>{cases.length}</Badge>
}
