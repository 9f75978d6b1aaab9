import type { Graph } from '../../shared/graph/graph.ts'
import { layoutGraph } from './model/layoutGraph.ts'

addEventListener('message', ({ data }: MessageEvent<Graph>) => postMessage(layoutGraph(data)))
