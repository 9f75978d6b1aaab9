import { describe, expect, it } from 'vitest'
import { templates } from '../../../shared/templates/templates.ts'
import { findTemplates } from '../../../web/loops/findTemplates.ts'

const found = (search: string) => findTemplates(templates, search).map(({ name }) => name)

describe('searching the templates', () => {
  it('gives all while nothing is asked, in their order', () => {
    expect(findTemplates(templates, '  ')).toEqual(templates)
  })

  it('finds by title, by what one teaches, and by what it is built of, in any order of the words', () => {
    for (const { title, name, teaches } of templates) {
      expect(found(title)).toContain(name)
      expect(found(teaches.split(' ').toReversed().join(' '))).toContain(name)
    }
    const tables = templates.filter(({ graph }) =>
      graph.nodes.some((node) => node.kind === 'planner' && node.strategy.type === 'table'),
    )
    expect(found('TABLE planner')).toEqual(expect.arrayContaining(tables.map(({ name }) => name)))
  })

  it('asks for each word', () => {
    expect(found('refund nothing-like-this')).toEqual([])
  })
})
