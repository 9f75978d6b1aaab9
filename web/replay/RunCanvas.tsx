import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Program } from '../../shared/compile/program.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { canvasMarks } from '../../shared/projections/canvasMarks.ts'
import { GraphView } from '../editor/canvas/GraphView.tsx'
import type { Playback } from './playback.ts'

type RunCanvasProps = {
  graph: Graph
  program: Program
  playback: Playback
  selectedNode: string | null
  onSelectNode: (node: string | null) => void
}

/** The graph that the run followed, as it stood at the cursor. */
export function RunCanvas({ graph, program, playback, selectedNode, onSelectNode }: RunCanvasProps) {
  const state = useStore(playback, (store) => store.stateAt(store.cursor))
  const marks = useMemo(() => canvasMarks(graph, program, state), [graph, program, state])
  return (
    <section aria-label="Graph of the run" className="min-h-0 min-w-0 flex-1">
      <GraphView
        graph={graph}
        marks={marks}
        selectedNode={selectedNode}
        onSelectNode={onSelectNode}
        label={`Graph of ${graph.title}`}
      />
    </section>
  )
}
