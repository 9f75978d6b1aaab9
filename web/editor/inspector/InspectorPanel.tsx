import { Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../../ui/Button.tsx'
import { KindIcon, kindLooks } from '../../ui/KindIcon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { deleteSelection } from '../commands/deleteSelection.ts'
import { nodeOf } from '../model/connect.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { FormScope } from './FormScope.ts'
import { BaseFields } from './forms/BaseFields.tsx'
import { LoopForm } from './forms/LoopForm.tsx'
import { NodeForm } from './forms/NodeForm.tsx'
import { NoteForm } from './forms/NoteForm.tsx'
import { WiresSection } from './forms/WiresSection.tsx'
import { useFocusRequest } from './useFocusRequest.ts'
import { ValuesFrom } from './ValuesFrom.tsx'

/** What can be set: of the selected node, of several what they share, else of the loop. */
export function InspectorPanel() {
  const body = useRef<HTMLDivElement>(null)
  useFocusRequest(body)
  return (
    <div ref={body} data-region="inspector" className="flex min-h-0 min-w-0 flex-1">
      <InspectorBody />
    </div>
  )
}

function InspectorBody() {
  const nodes = useEditor((state) => state.selection.nodes)
  const edges = useEditor((state) => state.selection.edges)
  const notes = useEditor((state) => state.selection.notes)
  const [id] = nodes
  const [note] = notes
  if (nodes.length + edges.length + notes.length > 1) {
    return <SeveralSelected nodes={nodes.length} edges={edges.length} notes={notes.length} />
  }
  if (note !== undefined) {
    return (
      <Panel title="Note">
        <NoteForm key={note} id={note} />
        <div className="px-3 pb-3">
          <DeleteButton />
        </div>
      </Panel>
    )
  }
  if (edges[0] !== undefined) return <EdgeInspector id={edges[0]} />
  if (id !== undefined) return <NodeInspector key={id} id={id} />
  return (
    <Panel title="Loop settings">
      <FormScope value={null}>
        <LoopForm />
      </FormScope>
    </Panel>
  )
}

function NodeInspector({ id }: { id: string }) {
  const node = useEditor((state) => nodeOf(state.graph, id))
  if (!node) return null
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          <KindIcon kind={node.kind} /> {kindLooks[node.kind].label}
        </span>
      }
    >
      <ValuesFrom />
      <FormScope value={id}>
        <BaseFields node={node} />
        <NodeForm node={node} />
        <WiresSection node={node} />
      </FormScope>
    </Panel>
  )
}

function EdgeInspector({ id }: { id: string }) {
  const edge = useEditor((state) => state.graph.edges.find((each) => each.id === id))
  const from = useEditor((state) => nodeOf(state.graph, edge?.from.node ?? ''))
  const to = useEditor((state) => nodeOf(state.graph, edge?.to.node ?? ''))
  if (!edge) return null
  return (
    <Panel title="Wire">
      <div className="flex flex-col gap-3 p-3 text-sm">
        <p>
          From <code className="font-mono text-xs">{edge.from.port}</code> of “{from?.title}” to{' '}
          <code className="font-mono text-xs">{edge.to.port}</code> of “{to?.title}”.
        </p>
        <DeleteButton />
      </div>
    </Panel>
  )
}

function SeveralSelected({ nodes, edges, notes }: { nodes: number; edges: number; notes: number }) {
  const parts = [
    nodes > 0 ? `${nodes} ${nodes === 1 ? 'node' : 'nodes'}` : '',
    edges > 0 ? `${edges} ${edges === 1 ? 'wire' : 'wires'}` : '',
    notes > 0 ? `${notes} ${notes === 1 ? 'note' : 'notes'}` : '',
  ].filter((part) => part !== '')
  return (
    <Panel title="Selection">
      <div className="flex flex-col gap-3 p-3 text-sm">
        <p>{parts.join(' and ')} selected.</p>
        <DeleteButton />
      </div>
    </Panel>
  )
}

function DeleteButton() {
  const store = useEditorStore()
  return (
    <Button
      variant="danger"
      className="self-start"
      icon={<Trash2 aria-hidden />}
      onClick={() => void deleteSelection.perform(store.getState())}
    >
      Delete
    </Button>
  )
}
