import { useMemo } from 'react'
import { nodeOf } from '../model/connect.ts'
import { useEditor, useEditorShallow } from '../store/EditorContext.ts'

/** Every fact that some action of the loop gives, in order. */
export function useFacts(): string[] {
  return useEditorShallow((state) => [
    ...new Set(state.graph.nodes.flatMap((node) => (node.kind === 'action' ? (node.gives ?? []) : []))),
  ])
}

/** The actions that a planner is wired to, as options: id and title. */
export function useActionsOf(planner: string): { value: string; label: string }[] {
  const ids = useEditorShallow((state) =>
    state.graph.edges
      .filter((edge) => edge.from.node === planner && edge.from.port === 'plan')
      .map((edge) => edge.to.node),
  )
  const titles = useEditorShallow((state) => ids.map((id) => nodeOf(state.graph, id)?.title ?? id))
  return useMemo(() => ids.map((value, index) => ({ value, label: titles[index] || value })), [ids, titles])
}

/** The name of the loop that is edited. */
export function useLoopName(): string {
  return useEditor((state) => state.graph.name)
}
