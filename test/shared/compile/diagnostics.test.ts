import { describe, expect, it } from 'vitest'
import { codes } from '../../../shared/compile/codes.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { HitPolicy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { applyPatch } from '../../support/applyPatch.ts'
import { soundGraph, withEdges, withNode, withNodes, withoutEdges } from '../../support/graphs.ts'
import { caseCases } from './cases/caseCases.ts'
import { contentCases } from './cases/contentCases.ts'
import { engineCases } from './cases/engineCases.ts'
import { engineExpressionCases } from './cases/engineExpressionCases.ts'
import { policy, rule, table } from './cases/faultyGraphs.ts'
import { lintCases } from './cases/lintCases.ts'
import { policyCases } from './cases/policyCases.ts'
import { safetyCases } from './cases/safetyCases.ts'
import { structureCases } from './cases/structureCases.ts'
import { tableCases } from './cases/tableCases.ts'
import { verificationCases } from './cases/verificationCases.ts'

const cases = [
  ...lintCases,
  ...caseCases,
  ...policyCases,
  ...structureCases,
  ...contentCases,
  ...engineCases,
  ...safetyCases,
  ...engineExpressionCases,
  ...tableCases,
  ...verificationCases,
]

describe('the sound graph', () => {
  it('has no diagnostics, whatever is known of the workspace', () => {
    expect(compile(soundGraph).diagnostics).toEqual([])
    expect(compile(soundGraph, { hosts: ['api'], secrets: ['token'] }).diagnostics).toEqual([])
    expect(compile(soundGraph).program).not.toBeNull()
  })
})

describe('the compiler reports', () => {
  it.each(cases)('%s: %s', (code, _, graph, at, context) => {
    const { diagnostics, program } = compile(graph, context)
    const { severity } = codes[code]
    expect(diagnostics).toContainEqual(expect.objectContaining({ code, severity, at }))
    expect(program === null).toBe(diagnostics.some((diagnostic) => diagnostic.severity === 'error'))
  })

  it('every code that it knows, and no other', () => {
    const tested = new Set<string>(cases.map(([code]) => code))
    expect([...tested].toSorted()).toEqual(Object.keys(codes).toSorted())
  })
})

describe('a fix', () => {
  const fixable = cases.flatMap(([code, what, graph, , context]) =>
    compile(graph, context)
      .diagnostics.filter((diagnostic) => diagnostic.code === code && diagnostic.fix)
      .map((diagnostic) => [code, what, graph, diagnostic, context] as const),
  )

  it.each(fixable)('settles %s: %s', (_, __, graph, diagnostic, context) => {
    const fixed = applyPatch(graph as Json, diagnostic.fix?.patch ?? [])
    expect(compile(fixed, context).diagnostics).not.toContainEqual(diagnostic)
    expect(compile(fixed, context).diagnostics.length).toBeLessThan(
      compile(graph, context).diagnostics.length,
    )
  })

  it('is there for the faults that a machine can settle', () => {
    expect([...new Set(fixable.map(([code]) => code))].toSorted()).toEqual([
      'action-not-wired',
      'admission-incomplete',
      'attempt-over-total',
      'bad-path',
      'case-unknown-name',
      'cells-count',
      'cost-over-limit',
      'dangling-edge',
      'deadline-over-limit',
      'denial-wired',
      'disabled-approval',
      'disabled-needed',
      'disabled-verifier',
      'duplicate-edge',
      'duplicate-wire',
      'fallback-repeats',
      'fan-out',
      'map-over-limit',
      'no-replan',
      'option-unused',
      'plan-over-limit',
      'policy-case-fails',
      'policy-never-fires',
      'port-mismatch',
      'probe-changes',
      'probe-unused',
      'redact-unused',
      'risk-bounds',
      'unbounded-cost',
      'undo-args-unused',
      'undo-contradiction',
      'undo-needless',
      'undo-needs-destroyed',
      'undo-on-unused',
      'unrailed-planner',
      'unreachable',
      'unsafe-retry',
      'votes-unreachable',
    ])
  })
})

describe('a decision table', () => {
  const input = {
    type: 'object',
    properties: { n: { type: 'integer', minimum: 0 }, tier: { enum: ['gold', 'basic'] } },
  }
  const inputs = [
    { id: 'n', label: 'N', expr: 'input.n' },
    { id: 'tier', label: 'Tier', expr: 'input.tier' },
  ]
  const rows = (hitPolicy: HitPolicy, ...cells: string[][]) =>
    compile(
      withNode(
        withNode(soundGraph, 'start', { input }),
        'plan',
        table({
          hitPolicy,
          inputs,
          rules: cells.map((row, place) => ({ ...rule(`r${place}`, ''), cells: row })),
        }),
      ),
    ).diagnostics.map(({ code, message }) => [code, message])

  it('that is complete and tells each input apart has no diagnostics', () =>
    expect(rows('unique', ['it < 10', '-'], ['it >= 10', '"gold"'], ['!(it < 10)', 'it != "gold"'])).toEqual(
      [],
    ))

  it('says with an example what two rules match, and what none does', () => {
    expect(rows('unique', ['it < 10', '"gold"'], ['it > 8', '-'])).toEqual([
      ['rules-overlap', 'This rule and “r0” both match an input with N 9, Tier "gold"; only one may'],
      ['table-gap', 'No rule matches an input with N 0, Tier "basic", and there is no “otherwise”'],
    ])
  })
})

describe('an approval, or a policy that asks for one,', () => {
  const irreversible = withNode(soundGraph, 'act', {
    reversibility: 'irreversible',
    ensures: 'output.status == 201',
  })
  const codesOf = (graph: Graph) => compile(graph).diagnostics.map((diagnostic) => diagnostic.code)

  it('guards what can’t be undone', () => {
    const asks = { ...policy({ effect: 'require-approval', on: ['act'] }), nodes: irreversible.nodes }
    expect(codesOf(asks)).toEqual([])
    const denies = { ...policy({ effect: 'deny' }), nodes: irreversible.nodes }
    expect(codesOf(denies)).toEqual(['ungated-irreversible'])
  })

  it('guards it when it stands on every way there', () => {
    const ask = withNodes(irreversible, {
      kind: 'approval',
      id: 'ask',
      title: 'Ask',
      approvers: ['admin'],
      deadlineSeconds: 60,
    })
    const gated = withEdges(
      withoutEdges(ask, 'start.'),
      wire('start.input', 'ask.in'),
      wire('ask.granted', 'plan.in'),
      wire('ask.denied', 'stopped.in'),
      wire('ask.expired', 'stopped.in'),
    )
    expect(codesOf(gated)).toEqual([])
  })
})
