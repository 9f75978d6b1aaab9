import { useMemo, useState } from 'react'
import { KindIcon } from '../../ui/KindIcon.tsx'
import { findInGraph } from '../model/findInGraph.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { PromptPanel } from './PromptPanel.tsx'

/** Finds text in every property of every node. */
export function FindPrompt({ onClose }: { onClose: () => void }) {
  const store = useEditorStore()
  const graph = useEditor((state) => state.graph)
  const [text, setText] = useState('')
  const found = useMemo(() => findInGraph(graph, text), [graph, text])
  return (
    <PromptPanel
      label="Find"
      placeholder="Find in every property…"
      empty={text === '' ? 'Type what you look for' : 'Found nowhere in this loop'}
      onSearch={setText}
      items={found.map(({ node, field, excerpt }) => ({
        key: `${node.id} ${field}`,
        label: node.title,
        hint: field === '/title' ? node.kind : `${field.slice(1).replaceAll('/', ' › ')}: ${excerpt}`,
        icon: <KindIcon kind={node.kind} look="tile" />,
        pick: () => store.getState().goTo(node.id, field),
      }))}
      onClose={onClose}
    />
  )
}
