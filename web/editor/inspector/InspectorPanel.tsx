import { useRef } from 'react'
import { KindIcon, kindLooks } from '../../ui/KindIcon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { LoopEdgeForm } from '../laterParts.tsx'
import { contractOf, nodeOf } from '../model/connect.ts'
import { edgeRoles } from '../model/edgeRole.ts'
import { useEditor } from '../store/EditorContext.ts'
import { DeleteButton } from './DeleteButton.tsx'
import { FormScope } from './FormScope.ts'
import { BaseFields } from './forms/BaseFields.tsx'
import { LoopForm } from './forms/LoopForm.tsx'
import { NodeForm } from './forms/NodeForm.tsx'
import { NoteForm } from './forms/NoteForm.tsx'
import { WiresSection } from './forms/WiresSection.tsx'
import { SeveralSelected } from './SeveralSelected.tsx'
import { useFocusRequest } from './useFocusRequest.ts'
import { ValuesFrom } from './ValuesFrom.tsx'

/** What can be set: of the selected node or wire, else of the loop; of several, what can be done with them together. */
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
    return <SeveralSelected />
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
  const contract = useEditor((state) => (edge ? contractOf(state.graph, edge) : ''))
  const back = useEditor((state) => edgeRoles(state.graph).get(id) === 'loop')
  if (!edge) return null
  return (
    <Panel title={back ? 'The way back' : 'Wire'}>
      <div className="flex flex-col gap-3 p-3 text-sm">
        {back ? (
          <LoopEdgeForm edge={id} />
        ) : (
          <>
            <p>
              From <code className="font-mono text-xs">{edge.from.port}</code> of “{from?.title}” to{' '}
              <code className="font-mono text-xs">{edge.to.port}</code> of “{to?.title}”.
            </p>
            <p className="text-fg-2">{contract}</p>
          </>
        )}
        <DeleteButton />
      </div>
    </Panel>
  )
}
