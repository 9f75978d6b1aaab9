import type { Program } from '../../shared/compile/program.ts'
import type { RunState } from '../../shared/engine/state.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { canvasMarks } from '../../shared/projections/canvasMarks.ts'
import type { NodeMark as Projected } from '../../shared/projections/nodeMark.ts'
import type { CanvasMarks, NodeMark } from '../editor/canvas/canvasMarks.ts'

/** What the canvas shows of a run in that state, on the graph of its version. */
export function runMarks(graph: Graph, program: Program, state: RunState): CanvasMarks {
  const { nodes, edges } = canvasMarks(graph, program, state)
  return {
    nodes: Object.fromEntries(
      Object.entries(nodes).flatMap(([id, mark]) => drawn(mark).map((each) => [id, each])),
    ),
    edges: Object.fromEntries(
      Object.entries(edges).flatMap(([id, mark]) =>
        mark === 'idle' ? [] : [[id, { taken: 1, lit: mark === 'active' }]],
      ),
    ),
    used:
      state.status === 'new'
        ? { iterations: 0, costUsd: 0 }
        : { iterations: state.iteration?.number ?? 0, costUsd: state.costUsd },
  }
}

/** A node where nothing has happened has no mark. */
function drawn({ state, attempt, durationMs, iteration, says, verdict }: Projected): NodeMark[] {
  if (state === 'idle') return []
  const words = verdict === null ? says : `Verdict ${verdict}${says === null ? '' : `: ${says}`}`
  return [
    {
      state,
      ...(attempt !== null && attempt > 1 ? { attempt } : {}),
      ...(durationMs === null ? {} : { durationMs }),
      ...(iteration === null ? {} : { iteration }),
      ...(words === null ? {} : { says: words }),
    },
  ]
}
