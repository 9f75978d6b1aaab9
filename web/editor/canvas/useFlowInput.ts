import { useMemo } from 'react'
import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import { useProblems } from '../problems/useProblems.ts'
import { useEditor } from '../store/EditorContext.ts'
import { useSimulatedActions, useTrialMarks } from '../try/useTrialMarks.ts'
import type { FlowInput, NodeProblems } from './flowElements.ts'

/** What the canvas draws, out of the store. */
export function useFlowInput(): FlowInput {
  const graph = useEditor((state) => state.graph)
  const selection = useEditor((state) => state.selection)
  const diagnostics = useProblems()
  const marks = useTrialMarks()
  const problems = useMemo(() => problemsByNode(diagnostics), [diagnostics])
  const selectedNodes = useMemo(() => new Set(selection.nodes), [selection.nodes])
  const selectedEdges = useMemo(() => new Set(selection.edges), [selection.edges])
  const mocked = useSimulatedActions()
  return useMemo(
    () => ({ graph, selectedNodes, selectedEdges, problems, marks, mocked, editable: true }),
    [graph, selectedNodes, selectedEdges, problems, marks, mocked],
  )
}

export function problemsByNode(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, NodeProblems> {
  const counts = new Map<string, NodeProblems>()
  for (const { severity, at } of diagnostics) {
    if (at.node === undefined || severity === 'info') continue
    const count = counts.get(at.node) ?? { errors: 0, warnings: 0 }
    counts.set(
      at.node,
      severity === 'error'
        ? { ...count, errors: count.errors + 1 }
        : { ...count, warnings: count.warnings + 1 },
    )
  }
  return counts
}
