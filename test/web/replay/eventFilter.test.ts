import { describe, expect, it } from 'vitest'
import { familyOf } from '../../../web/replay/eventFamily.ts'
import { filterEvents, nodesOf, noFilter } from '../../../web/replay/eventFilter.ts'
import { aRunLog } from './aRunLog.ts'

const log = aRunLog({ iterations: 2, steps: 2, failsIn: 1 })
const nodes = nodesOf(log)
const typesOf = (positions: number[]) => positions.map((position) => log[position - 1]?.type)

describe('filtering the events', () => {
  it('shows all of them without a filter', () => {
    expect(filterEvents(log, nodes, noFilter)).toEqual(log.map((event) => event.seq))
  })

  it('finds the events of a node, those included that name only its step', () => {
    const shown = typesOf(filterEvents(log, nodes, { ...noFilter, node: 'act' }))
    const failing = ['step.started', 'step.failed']
    const passing = ['step.started', 'step.succeeded']
    expect(shown).toEqual([...failing, ...failing, ...passing, ...passing])
  })

  it('narrows by family', () => {
    const shown = filterEvents(log, nodes, { ...noFilter, families: new Set(['failure', 'verdict']) })
    const first = ['step.failed', 'step.failed', 'check.completed', 'verdict.reached']
    expect(typesOf(shown)).toEqual([...first, 'verdict.reached'])
    expect(
      shown.every((position) => ['failure', 'verdict'].includes(familyOf(log[position - 1] ?? raise()))),
    ).toBe(true)
  })

  it('searches the whole event, whatever the case', () => {
    expect(typesOf(filterEvents(log, nodes, { ...noFilter, text: 'TARGET SAID 500' }))).toEqual([
      'step.failed',
      'step.failed',
    ])
    expect(filterEvents(log, nodes, { ...noFilter, text: 'nowhere to be found' })).toEqual([])
  })
})

function raise(): never {
  throw new Error('A position without an event')
}
