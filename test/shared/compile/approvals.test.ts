import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { action, soundGraph, withEdges, withNode, withNodes } from '../../support/graphs.ts'
import { approved, stepApproval, steps } from './cases/faultyGraphs.ts'

const codesOf = (graph: Graph) => compile(graph, {}).diagnostics.map(({ code, message }) => [code, message])

function programOf(graph: Graph) {
  const { program, diagnostics } = compile(graph, {})
  if (!program) throw new Error(JSON.stringify(diagnostics))
  return program
}

describe('an approval between a planner and its actions', () => {
  it('is what each of their steps asks, and leads nowhere by itself', () => {
    const program = programOf(stepApproval())
    expect(program.actions['act']?.approval).toBe('ask')
    expect(program.approvals['ask']?.routes).toEqual({ granted: null, denied: null, expired: null })
    expect(program.planners['plan']).toMatchObject({ actions: ['act'], verifier: 'check' })
    expect(codesOf(stepApproval())).toEqual([])
  })

  it('leaves an action without one as it was', () => {
    expect(programOf(soundGraph).actions['act']).not.toHaveProperty('approval')
  })

  it('may stand before some actions and not before others', () => {
    const more = withEdges(
      withNodes(stepApproval(), action('free')),
      wire('plan.plan', 'free.step'),
      wire('free.result', 'check.in'),
    )
    const used = withNode(more, 'plan', steps({ id: 'one', action: 'act' }, { id: 'two', action: 'free' }))
    const { actions } = programOf(used)
    expect([actions['act']?.approval, actions['free']?.approval]).toEqual(['ask', undefined])
  })

  it('guards what can’t be undone', () => {
    const irreversible = (graph: Graph) => withNode(graph, 'act', { reversibility: 'irreversible' })
    expect(codesOf(irreversible(soundGraph)).map(([code]) => code)).toContain('ungated-irreversible')
    expect(codesOf(irreversible(stepApproval())).map(([code]) => code)).not.toContain('ungated-irreversible')
  })

  it('may show the arguments of the step, which there are none of on the way', () => {
    const shows = { show: { n: '{{ args.n }}' } }
    expect(codesOf(withNode(stepApproval(), 'ask', shows))).toEqual([])
    expect(codesOf(withNode(approved(), 'ask', shows)).map(([code]) => code)).toContain('unknown-name')
  })
})

describe('what was sent back', () => {
  it('is known to planners by its members', () => {
    const reads = (member: string) =>
      withNode(
        soundGraph,
        'plan',
        steps({ id: 'one', action: 'act', args: { n: `{{ sentBack == null ? '' : sentBack.${member} }}` } }),
      )
    expect(codesOf(reads('feedback'))).toEqual([])
    expect(codesOf(reads('words')).map(([code]) => code)).toEqual(['unknown-field'])
  })

  it('is not known when a goal is looked at, so nothing is ruled out for it', () => {
    const goal = {
      strategy: {
        type: 'goal' as const,
        want: ['paid'],
        minimise: 'cost' as const,
        candidates: [{ id: 'one', action: 'act', when: 'sentBack != null' }],
      },
    }
    const graph = withNode(withNode(soundGraph, 'act', { gives: ['paid'] }), 'plan', goal)
    expect(codesOf(graph).map(([code]) => code)).not.toContain('goal-impossible')
  })
})
