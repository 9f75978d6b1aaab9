import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Graph } from '../../shared/graph/graph.ts'
import { GraphView } from '../editor/canvas/GraphView.tsx'
import type { Playback } from './playback.ts'
import { createRunMarks } from './runMarks.ts'

type RunCanvasProps = {
  graph: Graph
  playback: Playback
  selectedNode: string | null
  onSelectNode: (node: string | null) => void
}

/** The graph that the run followed, as it stood at the cursor. */
export function RunCanvas({ graph, playback, selectedNode, onSelectNode }: RunCanvasProps) {
  const events = useStore(playback, (state) => state.events)
  const cursor = useStore(playback, (state) => state.cursor)
  const marksAt = useMemo(() => createRunMarks(graph, events), [graph, events])
  const marks = useMemo(() => marksAt(cursor), [marksAt, cursor])
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
