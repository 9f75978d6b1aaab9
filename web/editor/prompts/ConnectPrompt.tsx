import type { OutPort } from '../../../shared/graph/ports.ts'
import { KindIcon } from '../../ui/KindIcon.tsx'
import { drawWire } from '../commands/connectPorts.ts'
import { nodeOf, occupantOf, outPortsOf, targetsOf } from '../model/connect.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { PromptPanel } from './PromptPanel.tsx'

/** Every wire that can be drawn from a node, and only those. */
export function ConnectPrompt({ node: id, onClose }: { node: string; onClose: () => void }) {
  const store = useEditorStore()
  const { graph } = store.getState()
  const node = nodeOf(graph, id)
  const ports = node ? outPortsOf(node.kind) : []
  const taken = (port: OutPort) => Number(occupantOf(graph, { node: id, port: port.port }) !== null)
  // Ports that lead nowhere yet come first: they are what is left to do.
  const items = ports
    .toSorted((one, other) => taken(one) - taken(other))
    .flatMap((port) => {
      const from = { node: id, port: port.port }
      const occupant = occupantOf(graph, from)
      return targetsOf(graph, from).map((to) => {
        const target = nodeOf(graph, to.node)
        const now = occupant
          ? ` · replaces “${nodeOf(graph, occupant.to.node)?.title ?? occupant.to.node}”`
          : ''
        return {
          key: `${port.port} ${to.node} ${to.port}`,
          label: `${port.port} → ${target?.title ?? to.node}`,
          words: `${target?.kind ?? ''} ${port.says}`,
          hint: `${port.says}${now}`,
          icon: target ? <KindIcon kind={target.kind} look="tile" /> : undefined,
          group: port.port,
          pick: () => void drawWire(store.getState(), from, to),
        }
      })
    })
  return (
    <PromptPanel
      label={`Connect ${node?.title ?? ''} to`}
      placeholder={`Connect “${node?.title ?? ''}” to…`}
      empty="No other node has a port that fits"
      items={items}
      onClose={onClose}
    />
  )
}
