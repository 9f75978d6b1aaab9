import { describe, expect, it } from 'vitest'
import { layoutGraph } from '../../../web/editor/model/layoutGraph.ts'
import { largeGraph } from '../../support/largeGraph.ts'

describe('the layout of a large loop', () => {
  it('places every node once, and each stage in reading order', () => {
    const graph = largeGraph(200)
    const places = layoutGraph(graph)
    expect(Object.keys(places).toSorted()).toEqual(graph.nodes.map(({ id }) => id).toSorted())
    expect(new Set(Object.values(places).map(({ x, y }) => `${x} ${y}`)).size).toBe(graph.nodes.length)
    const x = (id: string) => places[id]?.x ?? Number.NaN
    for (const stage of [0, 7, 19]) {
      expect(x(`plan${stage}`)).toBeLessThan(x(`act${stage}_0`))
      expect(x(`act${stage}_0`)).toBeLessThan(x(`check${stage}`))
    }
    expect(x('check0')).toBeLessThan(x('plan1'))
    expect(x('check19')).toBeLessThan(x('stopped'))
  })
})
