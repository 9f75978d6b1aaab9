import { CallPanel } from '../../call/CallPanel.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useEditor } from '../store/EditorContext.ts'

/** How the loop on the canvas is called, once it is published. */
export function EditorCallPanel() {
  const trigger = useEditor((state) => state.graph.nodes.find((node) => node.kind === 'trigger'))
  const loop = useEditor((state) => state.graph.name)
  const published = useEditor((state) => state.published !== null)
  if (trigger?.kind !== 'trigger')
    return (
      <EmptyState title="Nothing to call">
        A loop is called through its trigger, and this one has none.
      </EmptyState>
    )
  return <CallPanel key={`${loop} ${trigger.id}`} loop={loop} trigger={trigger} published={published} />
}
