import { useMemo } from 'react'
import { problemCounts } from '../problems/problemCounts.ts'
import { useEditor } from '../store/EditorContext.ts'
import { useSimulatedActions, useTrialMarks } from '../try/useTrialMarks.ts'
import type { FlowInput } from './flowElements.ts'

/** What the canvas draws, out of the store. */
export function useFlowInput(): FlowInput {
  const graph = useEditor((state) => state.graph)
  const selection = useEditor((state) => state.selection)
  const marks = useTrialMarks()
  const problems = useEditor(problemCounts)
  const selectedNodes = useMemo(() => new Set(selection.nodes), [selection.nodes])
  const selectedEdges = useMemo(() => new Set(selection.edges), [selection.edges])
  const mocked = useSimulatedActions()
  return useMemo(
    () => ({ graph, selectedNodes, selectedEdges, problems, marks, mocked, editable: true }),
    [graph, selectedNodes, selectedEdges, problems, marks, mocked],
  )
}
