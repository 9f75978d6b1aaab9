import { moveNodes } from '../model/align.ts'
import type { Command } from './command.ts'

/** Lays the whole graph out, left to right. What was edited while a large graph was laid out stays edited. */
export const tidy: Command = {
  id: 'tidy',
  title: 'Tidy up',
  group: 'Arrange',
  keys: ['Shift+T'],
  scope: 'everywhere',
  enabled: (state) => state.graph.nodes.length > 1,
  perform: (state) => {
    const apply = (places: Record<string, { x: number; y: number }> | null) => {
      if (!places) return
      state.edit('Tidied up', (graph) => {
        const still = graph.nodes.flatMap((node) => {
          const place = places[node.id]
          return place ? [[node.id, place] as const] : []
        })
        return moveNodes(graph, Object.fromEntries(still))
      })
      state.canvas?.fit()
    }
    const places = state.services.layout(state.graph)
    return places instanceof Promise ? places.then(apply) : apply(places)
  },
}
