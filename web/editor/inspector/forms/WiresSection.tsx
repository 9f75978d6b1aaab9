import { useId } from 'react'
import type { Node } from '../../../../shared/graph/nodes/node.ts'
import type { OutPort } from '../../../../shared/graph/ports.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { connectPorts } from '../../commands/connectPorts.ts'
import { fanOf, fittingInPort, outPortsOf } from '../../model/connect.ts'
import { removeEdges } from '../../model/removeNodes.ts'
import { useEditor, useEditorShallow, useEditorStore } from '../../store/EditorContext.ts'
import { Section } from '../Section.tsx'

/** The node's wires as a form: everything that can be drawn can be chosen here. */
export function WiresSection({ node }: { node: Node }) {
  const ports = outPortsOf(node.kind)
  const fans = useEditorShallow(({ graph }) => ports.map((port) => fanOf(graph, node.id, port)))
  if (ports.length === 0) return null
  return (
    <Section title="Wires">
      {ports.map((port, index) =>
        fans[index] === 'many' ? (
          <ManyWires key={port.port} node={node} port={port} />
        ) : (
          <OneWire key={port.port} node={node} port={port} />
        ),
      )}
    </Section>
  )
}

const nowhere = '@nowhere'
type WireProps = { node: Node; port: OutPort }

function useFitting({ node, port }: WireProps) {
  const nodes = useEditor((state) => state.graph.nodes)
  const edges = useEditor((state) => state.graph.edges)
  const targets = nodes.flatMap((target) => {
    const into =
      target.id === node.id ? null : fittingInPort({ kind: node.kind, port: port.port }, target.kind)
    return into ? [{ target, into }] : []
  })
  const own = edges.filter((edge) => edge.from.node === node.id && edge.from.port === port.port)
  return { targets, own }
}

function useProblem({ node, port }: WireProps) {
  return useEditor((state) =>
    state.diagnostics.find(({ at }) => at.node === node.id && at.port === port.port),
  )
}

function OneWire(props: WireProps) {
  const store = useEditorStore()
  const { node, port } = props
  const { targets, own } = useFitting(props)
  const problem = useProblem(props)
  const [edge] = own
  return (
    <div data-field={`/@wires/${port.port}`}>
      <Field
        label={<code className="font-mono">{port.port}</code>}
        help={port.says}
        error={problem?.severity === 'error' ? problem.message : undefined}
      >
        <Select
          value={edge?.to.node ?? nowhere}
          options={[
            { value: nowhere, label: 'Leads nowhere' },
            ...targets.map(({ target }) => ({ value: target.id, label: target.title || target.id })),
          ]}
          onValueChange={(id) => {
            const state = store.getState()
            const chosen = targets.find(({ target }) => target.id === id)
            if (chosen)
              connectPorts(state, { node: node.id, port: port.port }, { node: id, port: chosen.into })
            else if (edge) state.edit('Deleted a wire', (graph) => removeEdges(graph, [edge.id]))
          }}
        />
      </Field>
    </div>
  )
}

function ManyWires(props: WireProps) {
  const store = useEditorStore()
  const id = useId()
  const { node, port } = props
  const { targets, own } = useFitting(props)
  const problem = useProblem(props)
  return (
    <fieldset data-field={`/@wires/${port.port}`} className="flex flex-col">
      <legend className="mb-1 text-xs font-medium text-fg-2">{port.says}</legend>
      {targets.length === 0 && <p className="text-xs text-fg-3">Nothing that fits is there yet.</p>}
      {targets.map(({ target, into }) => {
        const edge = own.find((each) => each.to.node === target.id)
        return (
          <span key={target.id} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${target.id}`}
              checked={edge !== undefined}
              onCheckedChange={(on) => {
                const state = store.getState()
                if (on === true)
                  connectPorts(state, { node: node.id, port: port.port }, { node: target.id, port: into })
                else if (edge) state.edit('Deleted a wire', (graph) => removeEdges(graph, [edge.id]))
              }}
            />
            <label htmlFor={`${id}-${target.id}`} className="truncate text-sm">
              {target.title || target.id}
            </label>
          </span>
        )
      })}
      {problem && <p className="text-xs text-danger">{problem.message}</p>}
    </fieldset>
  )
}
