import fc from 'fast-check'
import '../../support/fastCheck.ts'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import { withoutSteps } from '../../../shared/compile/disabled/withoutSteps.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { applyPatch } from '../../support/applyPatch.ts'
import { action, soundGraph, withEdges, withNode, withNodes, withoutEdges } from '../../support/graphs.ts'
import { check, stepApproval, steps, table, twoLayers, twoSteps } from './cases/faultyGraphs.ts'

const disabled = { disabled: true }
const codesOf = (graph: Graph) => compile(graph).diagnostics.map(({ code }) => code)
const without = (graph: Graph, id: string): Graph => ({
  ...graph,
  nodes: graph.nodes.filter((node) => node.id !== id),
  edges: graph.edges.filter(({ from, to }) => from.node !== id && to.node !== id),
})

describe('a disabled action', () => {
  it('leaves the program of a loop that never had it', () => {
    const never = withNode(without(twoSteps(), 'other'), 'plan', {
      ...steps(
        { id: 'one', action: 'act', args: { n: '{{ input.n }}' } },
        { id: 'three', action: 'act', after: ['one'] },
      ),
    })
    const { program, diagnostics } = compile(withNode(twoSteps(), 'other', disabled))
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['disabled', '“other” is disabled: no plan uses it, and the step that would is left out'],
    ])
    expect(program?.version).toBe(compile(never).program?.version)
    expect(program?.version).not.toBe(compile(twoSteps()).program?.version)
  })

  it('is missed where a value of its step is read', () => {
    const reads = withNode(twoSteps(), 'check', {
      checks: [{ type: 'rule', id: 'ok', expr: 'steps.two.status == "succeeded"', onFail: 'replan' }],
    })
    expect(codesOf(reads)).toEqual([])
    expect(codesOf(withNode(reads, 'other', disabled))).toContain('unknown-step')
  })

  it('is missed as an undo', () => {
    const undone = withEdges(
      withNodes(withNode(soundGraph, 'act', { reversibility: 'compensable' }), action('undo')),
      wire('act.undo', 'undo.step'),
    )
    expect(codesOf(undone)).not.toContain('undo-missing')
    expect(codesOf(withNode(undone, 'undo', disabled))).toContain('undo-missing')
  })

  it('is no candidate, fallback or rail, and a policy on it alone says nothing', () => {
    const goal = withNode(twoSteps(), 'plan', {
      strategy: {
        type: 'goal',
        want: ['thing'],
        minimise: 'cost',
        candidates: [
          { id: 'one', action: 'act', fallback: [{ action: 'other' }] },
          { id: 'two', action: 'other' },
        ],
        constraints: [
          { type: 'before', first: 'two', then: 'one' }, // oxlint-disable-line unicorn/no-thenable -- a constraint, never awaited
          { type: 'exclusive', steps: ['one', 'two'] },
        ],
      },
      rails: { inputs: [], rules: [{ id: 'r', cells: [], must: ['other'], only: ['act', 'other'] }] },
    })
    const ruled = {
      ...withNode(goal, 'act', { gives: ['thing'] }),
      policies: [
        {
          id: 'p',
          title: 'P',
          at: 'step' as const,
          when: 'true',
          effect: 'flag' as const,
          message: '',
          on: ['other'],
        },
      ],
    }
    const { program, diagnostics } = compile(withNode(ruled, 'other', disabled))
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(JSON.stringify(program)).not.toMatch(/other|two/)
    expect(program?.policies).toEqual([])
  })
})

describe('a disabled verifier or approval', () => {
  it('is passed by', () => {
    const { program, diagnostics } = compile(withNode(twoLayers(), 'check', disabled))
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '“Check” is disabled: runs go on to “Check 2” unjudged',
    ])
    expect(program?.planners.plan?.verifier).toBe('check2')
    expect(Object.keys(program?.verifiers ?? {})).toEqual(['check2'])
  })

  it('is passed by between a planner and its actions', () => {
    const two = withEdges(
      withNodes(stepApproval(), action('more')),
      wire('ask.granted', 'more.step'),
      wire('more.result', 'check.in'),
    )
    const { program } = compile(withNode(two, 'ask', disabled))
    expect(program?.planners.plan?.actions).toEqual(['act', 'more'])
    expect(program?.actions.act).not.toHaveProperty('approval')
    expect(program?.approvals).toEqual({})
  })

  it('is passed by with the disabled one before it', () => {
    const three = withEdges(
      withoutEdges(
        withNodes(twoLayers(), {
          kind: 'verifier',
          id: 'check3',
          title: 'Check 3',
          ...check('steps.one.status == "succeeded"', { onFail: 'escalate' }),
        }),
        'check2.pass',
      ),
      wire('check2.pass', 'check3.in'),
      wire('check3.pass', 'done.in'),
      wire('check3.rollback', 'stopped.in'),
      wire('check3.escalate', 'stopped.in'),
      wire('check3.bail', 'stopped.in'),
    )
    const both = withNode(withNode(three, 'check', disabled), 'check2', disabled)
    expect(compile(both).program?.planners.plan?.verifier).toBe('check3')
  })
})

describe('what is said of a graph with something disabled', () => {
  it('points at the graph that the builder sees', () => {
    const graph = withNode(
      withNode(
        { ...twoSteps(), nodes: [action('away', disabled as object), ...twoSteps().nodes] },
        'plan',
        table({
          rules: [
            {
              id: 'r',
              cells: ['1'],
              steps: [
                { id: 'two', action: 'other' },
                { id: 'one', action: 'gone' },
              ],
            },
          ],
        }),
      ),
      'other',
      disabled,
    )
    expect(compile(graph).diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'unknown-action',
        at: { node: 'plan', field: '/strategy/rules/0/steps/1/action' },
      }),
    )
  })

  it('has fixes that fit it', () => {
    const graph = withNode(
      { ...twoSteps(), nodes: [action('away', disabled as object), ...twoSteps().nodes] },
      'act',
      { probe: { call: { uses: 'http', host: 'api', method: 'POST', path: '/x' }, happened: 'true' } },
    )
    const found = compile(graph).diagnostics.find(
      ({ code }) => code === 'probe-unused' || code === 'probe-changes',
    )
    expect(found?.fix).toBeDefined()
    const fixed = compile(applyPatch(graph as unknown as Json, found?.fix?.patch ?? []))
    expect(fixed.diagnostics.map(({ code }) => code)).not.toContain(found?.code)
  })
})

describe('any node of a template, disabled and enabled again', () => {
  const nodes = templates.flatMap(({ graph }) => graph.nodes.map(({ id }) => ({ graph, id })))

  it('compiles to the same program as before, and never throws in between', () => {
    for (const { graph, id } of nodes) {
      const { kind } = graph.nodes.find((node) => node.id === id) ?? {}
      if (kind !== 'action' && kind !== 'verifier' && kind !== 'approval') continue
      const { program, diagnostics } = compile(withNode(graph, id, disabled))
      expect(program === null).toBe(diagnostics.some(({ severity }) => severity === 'error'))
      expect(program?.version).not.toBe(compile(graph).program?.version)
    }
  })

  it('can’t be where runs come in, plan or end', () => {
    for (const id of ['start', 'plan', 'done'])
      expect(codesOf(withNode(soundGraph, id, disabled))).toEqual(['shape'])
  })
})

describe('steps that are left out', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'] as const
  /** Steps that wait only for earlier ones, so that there is no circle. */
  const anySteps = fc
    .tuple(...ids.map((_, place) => fc.option(fc.subarray(ids.slice(0, place)), { nil: undefined })))
    .map((afters) =>
      ids.map(
        (id, place): StepTemplate => ({
          id,
          action: 'act',
          ...(afters[place] ? { after: afters[place] } : {}),
        }),
      ),
    )

  it('leave the order of the others as it was', () => {
    fc.assert(
      fc.property(anySteps, fc.subarray([...ids]), fc.boolean(), (all, gone, isSequence) => {
        const type = isSequence ? ('sequence' as const) : ('table' as const)
        const list = { steps: all, together: all, field: '', type }
        const rest = withoutSteps(list, ({ id }) => !gone.includes(id as (typeof ids)[number]))
        expect(rest.map(({ id }) => id)).toEqual(ids.filter((id) => !gone.includes(id)))
        const before = ancestors(all, isSequence)
        const after = ancestors(rest, isSequence)
        for (const { id } of rest)
          expect(after(id)).toEqual(before(id).filter((each) => !gone.includes(each as (typeof ids)[number])))
      }),
    )
  })
})

/** Everything that comes before a step, sorted. */
function ancestors(all: readonly StepTemplate[], isSequence: boolean): (id: string) => string[] {
  const direct = new Map(
    all.map((step, place) => {
      const previous = all[place - 1]
      return [step.id, step.after ?? (isSequence && previous ? [previous.id] : [])]
    }),
  )
  const of = (id: string): string[] => (direct.get(id) ?? []).flatMap((each) => [each, ...of(each)])
  return (id) => [...new Set(of(id))].toSorted()
}
