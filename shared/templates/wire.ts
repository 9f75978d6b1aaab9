import type { Edge, PortName, PortRef } from '../graph/edge.ts'

/** A wire from `node.port` to `node.port`. */
export function wire(from: `${string}.${PortName}`, to: `${string}.${PortName}`): Edge {
  return { id: `${from}-${to}`, from: portOf(from), to: portOf(to) }
}

function portOf(text: string): PortRef {
  const [node = '', port = ''] = text.split('.')
  return { node, port: port as PortName }
}
