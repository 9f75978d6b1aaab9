import { ReactFlow, useEdgesState, useNodesState } from '@xyflow/react'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

/**
 * What the editor is compared with: React Flow as its own documentation shows it, with nodes that are a word in a box.
 *
 * @param {{ graph: { nodes: import('@xyflow/react').Node[], edges: import('@xyflow/react').Edge[] } }} props
 */
function PlainFlow({ graph }) {
  const [nodes, , onNodesChange] = useNodesState(graph.nodes)
  const [edges, , onEdgesChange] = useEdgesState(graph.edges)
  return createElement(ReactFlow, {
    nodes,
    edges,
    onNodesChange,
    onEdgesChange,
    panOnDrag: [1, 2],
    minZoom: 0.1,
    maxZoom: 1,
    fitView: true,
  })
}

const response = await fetch('/graph.json')
createRoot(document.querySelector('#root') ?? document.body).render(
  createElement(PlainFlow, { graph: await response.json() }),
)
