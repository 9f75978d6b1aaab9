import { describe, expect, it } from 'vitest'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { outlineRows } from '../../../web/editor/model/outlineRows.ts'
import { soundGraph, withoutEdges } from '../../support/graphs.ts'

const linesOf = ({ nodes, edges }: typeof soundGraph) =>
  outlineRows(nodes, edges, new Set()).map(({ node, depth }) => `${'·'.repeat(depth)}${node}`)

describe('the order of the outline', () => {
  it('is that in which a run gets to the nodes, with what undoes an action under it', () => {
    expect(linesOf(issueTriage.graph)).toEqual([
      'issues',
      '·triage',
      '··label',
      '···unlabel',
      '··comment',
      '···uncomment',
      '··assign',
      '···unassign',
      '··report_security',
      '···close_report',
      '···review',
      '····done',
      '····needs_human',
      '····safe_state',
    ])
  })

  it('puts what no run gets to last, and not between what a run gets to', () => {
    expect(linesOf(withoutEdges(soundGraph, 'plan.plan'))).toEqual([
      'start',
      '·plan',
      'act',
      '·check',
      '··done',
      '··stopped',
    ])
  })

  it('lists actions that undo each other, each once', () => {
    const { nodes } = soundGraph
    const ring = [
      { id: 'a', from: { node: 'one', port: 'undo' }, to: { node: 'two', port: 'step' } },
      { id: 'b', from: { node: 'two', port: 'undo' }, to: { node: 'one', port: 'step' } },
    ] as const
    const acts = nodes
      .filter(({ kind }) => kind === 'action')
      .flatMap((node) => [
        { ...node, id: 'one' },
        { ...node, id: 'two' },
      ])
    expect(outlineRows(acts, [...ring], new Set()).map(({ node }) => node)).toEqual(['one', 'two'])
  })
})
