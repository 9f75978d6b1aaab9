import './canvas.css'
import { Background, BackgroundVariant, Controls, ReactFlow, ReactFlowProvider } from '@xyflow/react'
import { type ReactNode, useMemo, useState } from 'react'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { CanvasMarks } from '../../../shared/projections/canvasMarks.ts'
import { withPositions } from '../model/withPositions.ts'
import type { ProblemCount } from '../problems/problemCounts.ts'
import { ChangesContext, type ChangesInSight, markChanges } from '../versions/changesInSight.ts'
import { type CanvasElement, createAsideElements } from './asideElements.ts'
import { canvasCards } from './canvasCards.ts'
import { FarSight, isLarge, useSketched } from './FarSight.tsx'
import { FarWires } from './FarWires.tsx'
import { fitOptions } from './fitOptions.ts'
import { createFlowElements, type FlowEdge } from './flowElements.ts'
import { StayFitted } from './StayFitted.tsx'
import { useDrawnCards } from './useDrawnCards.ts'
import { useFarWires } from './useFarWires.ts'
import { useStatedGeometry } from './useStatedGeometry.ts'
import { WireEdge } from './WireEdge.tsx'

const edgeTypes = { wire: WireEdge } as const
const noProblems: ReadonlyMap<string, ProblemCount> = new Map()
const nothing: ReadonlySet<string> = new Set()

/** React Flow calls itself an application, which would take the keys of screen readers away from a picture that needs none. */
function announceAsGroup(element: HTMLDivElement | null): void {
  element?.setAttribute('role', 'group')
}

type GraphViewProps = {
  graph: Graph
  marks?: CanvasMarks | undefined
  selectedNode?: string | null
  onSelectNode?: (node: string | null) => void
  /** Names the picture for assistive technology. */
  label?: string
  /** What differs from another graph, when the two are compared. */
  changes?: ChangesInSight | undefined
  /** What else stands on it or asks something of it. */
  children?: ReactNode
}

/** A graph to look at: the editor's own cards and wires, with what a run did at each. Nothing in it can be changed. */
export function GraphView(props: GraphViewProps) {
  return (
    <ReactFlowProvider>
      <GraphFlow {...props} />
    </ReactFlowProvider>
  )
}

function GraphFlow({
  graph,
  marks,
  selectedNode = null,
  onSelectNode,
  label = 'Graph',
  changes,
  children,
}: GraphViewProps) {
  const [elementsOf] = useState(createFlowElements)
  const [asidesOf] = useState(createAsideElements)
  const placed = useMemo(() => withPositions(graph), [graph])
  const { nodes, edges } = useMemo(() => {
    const cards = elementsOf({
      graph: placed,
      selectedNodes: selectedNode === null ? nothing : new Set([selectedNode]),
      selectedEdges: nothing,
      problems: noProblems,
      marks: marks ?? null,
      mocked: nothing,
      editable: false,
    })
    const asides = asidesOf({
      graph: placed,
      selectedNodes: nothing,
      selectedNotes: nothing,
      problems: noProblems,
      marks: marks ?? null,
      editable: false,
    })
    const elements: { nodes: CanvasElement[]; edges: FlowEdge[] } = {
      nodes: [...asides.behind, ...cards.nodes, ...asides.notes],
      edges: cards.edges,
    }
    return changes ? markChanges(elements, changes) : elements
  }, [elementsOf, asidesOf, placed, marks, selectedNode, changes])
  // A handler that is another one would have every node drawn again.
  const handlers = useMemo(
    () => ({
      onNodeClick: (_: unknown, node: CanvasElement) => {
        if (node.type !== 'note' && node.type !== 'group') onSelectNode?.(node.id)
      },
      onPaneClick: () => onSelectNode?.(null),
    }),
    [onSelectNode],
  )
  const sketched = useSketched(nodes, undefined)
  const drawn = useDrawnCards(nodes, sketched)
  const wires = useFarWires({ sketched, elements: nodes, edges })
  useStatedGeometry(nodes, drawn)
  return (
    <ChangesContext value={changes ?? null}>
      <FarSight sketched={sketched}>
        <ReactFlow
          ref={announceAsGroup}
          aria-label={label}
          nodes={drawn}
          edges={wires.near}
          nodeTypes={canvasCards}
          edgeTypes={edgeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          elementsSelectable={false}
          panOnScroll
          onlyRenderVisibleElements={isLarge(nodes)}
          minZoom={0.05}
          maxZoom={2}
          fitView
          fitViewOptions={fitOptions}
          {...handlers}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
          <Controls showInteractive={false} position="bottom-left" aria-label="Zoom" />
          <FarWires elements={nodes} edges={wires.far} />
          <StayFitted />
          {children}
        </ReactFlow>
      </FarSight>
    </ChangesContext>
  )
}
