import { useMemo } from 'react'
import type { PortName } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { NodeId } from '../../../shared/graph/ids.ts'
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
  const ids = useEditorShallow(({ graph }) => actionsOf(graph, planner))
  const titles = useEditorShallow((state) => ids.map((id) => nodeOf(state.graph, id)?.title ?? id))
  return useMemo(() => ids.map((value, index) => ({ value, label: titles[index] || value })), [ids, titles])
}

/** The actions that a planner leads to, at once or behind an approval. */
function actionsOf({ edges }: Graph, planner: NodeId): NodeId[] {
  const targets = (node: NodeId, port: PortName) =>
    edges.filter((edge) => edge.from.node === node && edge.from.port === port)
  const ids = targets(planner, 'plan').flatMap((edge) =>
    edge.to.port === 'step' ? [edge] : targets(edge.to.node, 'granted'),
  )
  return [...new Set(ids.filter(({ to }) => to.port === 'step').map(({ to }) => to.node))]
}

/** The name of the loop that is edited. */
export function useLoopName(): string {
  return useEditor((state) => state.graph.name)
}
