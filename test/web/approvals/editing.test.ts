import { describe, expect, it } from 'vitest'
import { wire } from '../../../shared/templates/wire.ts'
import { connect, fanOf, outPortsOf } from '../../../web/editor/model/connect.ts'
import { edgeRoles } from '../../../web/editor/model/edgeRole.ts'
import { nodeMarks } from '../../../web/editor/model/nodeMarks.ts'
import { action, soundGraph, withEdges, withNodes, withoutEdges } from '../../support/graphs.ts'

const granted = outPortsOf('approval')[0]
const asking = withNodes(soundGraph, {
  kind: 'approval',
  id: 'ask',
  title: 'Ask',
  approvers: ['approver'],
  deadlineSeconds: 60,
})
const approved = () => withEdges(withoutEdges(asking, 'check.escalate'), wire('check.escalate', 'ask.in'))
const stepApproval = () =>
  withEdges(withoutEdges(asking, 'plan.plan'), wire('plan.plan', 'ask.in'), wire('ask.granted', 'act.step'))

describe('an approval on the canvas', () => {
  it('leads to many actions between a planner and them, and to one node on the way', () => {
    expect(granted && fanOf(stepApproval(), 'ask', granted)).toBe('many')
    expect(granted && fanOf(approved(), 'ask', granted)).toBe('one')
    const more = withNodes(stepApproval(), action('more'))
    const joined = connect(more, { node: 'ask', port: 'granted' }, { node: 'more', port: 'step' })
    expect(joined.ok && joined.replaced).toBeNull()
    const once = connect(approved(), { node: 'ask', port: 'granted' }, { node: 'done', port: 'in' })
    const again =
      once.ok && connect(once.graph, { node: 'ask', port: 'granted' }, { node: 'stopped', port: 'in' })
    expect(again && again.ok && again.replaced?.to.node).toBe('done')
  })

  it('can’t lead to an action when it is denied', () => {
    const refused = connect(stepApproval(), { node: 'ask', port: 'denied' }, { node: 'act', port: 'step' })
    expect(refused).toMatchObject({ ok: false })
  })

  it('draws its wires as the use of actions, and marks them', () => {
    const graph = stepApproval()
    const { id } = wire('ask.granted', 'act.step')
    expect(edgeRoles(graph).get(id)).toBe('use')
    const act = graph.nodes.find((node) => node.id === 'act')
    expect(act && nodeMarks(graph, act).approval).toBe(true)
  })
})
