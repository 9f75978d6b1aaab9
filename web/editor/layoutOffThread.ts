import type { Graph } from '../../shared/graph/graph.ts'
import type { Position } from '../../shared/graph/layout.ts'
import { toast } from '../ui/toast.ts'
import { layoutGraph } from './model/layoutGraph.ts'

type Places = Record<string, Position>

/** Up to this many nodes a layout takes well under 50 ms, less than a thread takes to start. */
const smallGraph = 60
/** A layout that takes longer than this is told of, and can be called off. */
const noticeMs = 500

/** Lays a graph out; a large one on a thread of its own, so that the page stays responsive. Null when it was called off. */
export function layoutOffThread(graph: Graph): Places | Promise<Places | null> {
  if (graph.nodes.length <= smallGraph) return layoutGraph(graph)
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./layoutWorker.ts', import.meta.url), { type: 'module' })
    let notice: string | undefined
    const end = () => {
      clearTimeout(timer)
      worker.terminate()
      if (notice !== undefined) toast.dismiss(notice)
    }
    const timer = setTimeout(() => {
      notice = toast.loading(`Tidying up ${graph.nodes.length} nodes…`, {
        description: 'You can go on editing meanwhile.',
        duration: Number.POSITIVE_INFINITY,
        action: {
          label: 'Cancel',
          onClick: () => {
            end()
            resolve(null)
          },
        },
      })
    }, noticeMs)
    worker.addEventListener('message', ({ data }: MessageEvent<Places>) => {
      end()
      resolve(data)
    })
    worker.addEventListener('error', (event) => {
      end()
      reject(new Error(event.message))
    })
    worker.postMessage(graph)
  })
}
