import { expect, it } from 'vitest'
import { tidy } from '../../../web/editor/commands/tidy.ts'
import { largeGraph } from '../../support/largeGraph.ts'
import { editorFor } from './editorFor.ts'

it('leaves everything where it stands when tidying up is called off', async () => {
  const graph = largeGraph(80)
  const store = editorFor(graph)
  store.setState({ services: { ...store.getState().services, layout: () => Promise.resolve(null) } })
  await tidy.perform(store.getState())
  expect(store.getState().graph).toBe(graph)
  expect(store.getState().past).toEqual([])
})
