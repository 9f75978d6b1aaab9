import { KindIcon } from '../../ui/KindIcon.tsx'
import { nodeOf } from '../model/connect.ts'
import { moveAfter } from '../model/moveAfter.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { PromptPanel } from './PromptPanel.tsx'

/** Every node that another can be put after. An outcome leads nowhere, so nothing comes after one. */
export function MovePrompt({ node: id, onClose }: { node: string; onClose: () => void }) {
  const store = useEditorStore()
  const { graph } = store.getState()
  const title = nodeOf(graph, id)?.title ?? ''
  return (
    <PromptPanel
      label={`Move ${title} after`}
      placeholder={`Move “${title}” after…`}
      empty="No such node"
      items={graph.nodes
        .filter((each) => each.id !== id && each.kind !== 'outcome')
        .map((each) => ({
          key: each.id,
          label: each.title || each.id,
          words: each.kind,
          icon: <KindIcon kind={each.kind} look="tile" />,
          pick: () =>
            store
              .getState()
              .edit(`Moved “${title}” after “${each.title}”`, (now) => moveAfter(now, id, each.id), {
                select: { nodes: [id] },
              }),
        }))}
      onClose={onClose}
    />
  )
}
