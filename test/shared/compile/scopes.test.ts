import { describe, expect, it } from 'vitest'
import { GraphIndex } from '../../../shared/compile/graphIndex.ts'
import { Scopes } from '../../../shared/compile/scopes.ts'
import type { ScopeShape } from '../../../shared/expr/check.ts'
import { memberNames, memberOf, typeOfSchema } from '../../../shared/expr/schemaType.ts'
import { publishedExample } from '../../../shared/templates/publishedExample.ts'

const index = new GraphIndex(publishedExample)
const scopes = new Scopes(index)
const first = (kind: 'planner' | 'action' | 'verifier') => index.nodesOf(kind)[0]

describe('what can be read anywhere in a node', () => {
  it('are the input and the request in a trigger', () =>
    expect(Object.keys(scopes.anywhereIn(index.trigger)).toSorted()).toEqual(['input', 'request']))

  it('are arguments, output and secrets too in an action', () =>
    expect(scopes.anywhereIn(first('action'))).toMatchObject({
      args: expect.anything() as unknown,
      output: expect.anything() as unknown,
      secrets: true,
    }))

  it('has no secrets in any other node, nor in a policy', () => {
    for (const node of [first('planner'), first('verifier'), undefined])
      expect(scopes.anywhereIn(node)).not.toHaveProperty('secrets')
    expect(scopes.anywhereIn(undefined)).toHaveProperty('output')
  })

  it('names the steps of a planner, and what is known of each', () => {
    const planner = first('planner')
    const steps = typeOfSchema(scopes.anywhereIn(planner).steps ?? null)
    const [step = ''] = memberNames(steps)
    const member = memberOf(steps, step)
    expect(member.is === 'known' && memberNames(member.type)).toEqual(['status', 'output', 'error'])
  })

  it('has steps of any name where a server plans, and in no list that the graph itself plans', () => {
    const planners = publishedExample.nodes.map((node) =>
      node.kind === 'planner'
        ? { ...node, strategy: { type: 'http' as const, host: 'brain', path: '/plan' } }
        : node,
    )
    const asked = new Scopes(new GraphIndex({ ...publishedExample, nodes: planners }))
    const only = (shape: ScopeShape) => memberOf(typeOfSchema(shape.steps ?? null), 'only').is
    const passed = ({ passed = null }: ScopeShape) => {
      const steps = memberOf(typeOfSchema(passed), 'steps')
      return steps.is === 'known' && memberOf(steps.type, 'only').is
    }
    for (const shape of [asked.afterwards(), asked.policy('step', []), asked.property()])
      expect(only(shape)).toBe('open')
    expect(passed(asked.planner())).toBe('open')
    for (const shape of [scopes.afterwards(), scopes.property(), asked.step([])])
      expect(only(shape)).toBe('missing')
    expect(passed(scopes.planner())).toBe('missing')
  })

  it('has the members of what may be null', () =>
    expect(memberNames(typeOfSchema(scopes.anywhereIn(first('verifier')).verdict ?? null))).toContain('risk'))
})
