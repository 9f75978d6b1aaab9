import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import { Graph } from '../../../shared/graph/graph.ts'
import { LoopName } from '../../../shared/graph/ids.ts'
import { freeName, nameFromTitle } from '../../../web/loops/loopNames.ts'

describe('a new loop', () => {
  it('starts from a graph that the API takes', () => {
    expect(Graph.parse(emptyGraph('triage', 'Triage'))).toMatchObject({ name: 'triage', nodes: [] })
  })

  it.each([
    ['Issue triage', 'issue-triage'],
    ['  Über-Prüfung 2!', 'uber-prufung-2'],
    ['2 many', 'many'],
    ['完全', ''],
  ])('makes a name out of “%s”', (title, name) => expect(nameFromTitle(title)).toBe(name))

  it('never makes a name that is not valid', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
        const name = nameFromTitle(title)
        expect(name === '' || LoopName.safeParse(name).success).toBe(true)
      }),
    )
  })

  it('takes a name that is free', () => {
    expect(freeName('refund', ['triage'])).toBe('refund')
    expect(freeName('refund', ['refund', 'refund-2'])).toBe('refund-3')
  })
})
