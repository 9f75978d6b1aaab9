import type { Graph } from '../../shared/graph/graph.ts'
import type { Position } from '../../shared/graph/layout.ts'
import { layoutGraph } from './model/layoutGraph.ts'

/** Up to this many nodes a layout takes well under 50 ms, less than a thread takes to start. */
const smallGraph = 60

/** Lays a graph out; a large one on a thread of its own, so that the page stays responsive. */
export function layoutOffThread(graph: Graph): Record<string, Position> | Promise<Record<string, Position>> {
  if (graph.nodes.length <= smallGraph) return layoutGraph(graph)
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./layoutWorker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<Record<string, Position>>) => {
      worker.terminate()
      resolve(data)
    })
    worker.addEventListener('error', (event) => {
      worker.terminate()
      reject(new Error(event.message))
    })
    worker.postMessage(graph)
  })
}
