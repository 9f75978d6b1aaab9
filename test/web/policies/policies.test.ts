import { describe, expect, it } from 'vitest'
import guide from '../../../docs/guides/policies.md?raw'
import { policyCaseReports } from '../../../shared/cases/policyCaseReports.ts'
import { policySetFaults } from '../../../shared/compile/policySetFaults.ts'
import { asJson } from '../../../shared/engine/wellFormed.ts'
import { type Policy, PolicyPoint } from '../../../shared/graph/policy.ts'
import { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { policySnippets, rootsAt } from '../../../web/policies/policyWords.ts'
import { sampleScope } from '../../../web/policies/sampleScope.ts'
import { tryPolicy } from '../../../web/policies/tryPolicy.ts'
import { diffPolicies, withVersions } from '../../../web/settings/policies/policyDiff.ts'

const policy = (change: Partial<Policy>): Policy => ({
  id: 'p',
  title: 'P',
  at: 'step',
  when: 'true',
  effect: 'deny',
  message: '',
  ...change,
})
/** A policy as it is written. */
const tried = (written: Policy, scope: JsonObject) => tryPolicy(asJson(written), scope)

const monday = Date.parse('2026-11-23T10:00:00Z')

describe('ready-made conditions', () => {
  it.for(policySnippets.map((snippet) => [snippet.label, snippet] as const))(
    '%s: can be evaluated',
    ([, { at, when }]) => {
      expect(policySetFaults([policy({ at, when })])).toEqual([])
      expect(tried(policy({ at, when }), sampleScope(at, { amount: 1 }, monday)).is).toBeOneOf([
        'applies',
        'not',
      ])
    },
  )

  it('are those of the guide, and the guide has no other', () => {
    const [, block = ''] = /^```cel\n([\s\S]*?)^```/m.exec(guide) ?? []
    const known = new Set(policySnippets.map(({ when }) => when))
    const conditions = block.trim().split('\n')
    expect(conditions.length).toBeGreaterThan(10)
    expect(conditions.filter((when) => !known.has(when))).toEqual([])
  })

  it('read what a sample of their point has', () => {
    for (const point of PolicyPoint.options) {
      const names = Object.keys(sampleScope(point, {}, monday))
      expect(names.filter((name) => !(rootsAt[point] as readonly string[]).includes(name))).toEqual([])
    }
  })
})

describe('trying a policy', () => {
  const scope = sampleScope('step', {}, monday)

  it('says whether it applies, and what it read', () => {
    expect(tried(policy({ when: 'run.costUsd > 0.3' }), scope)).toMatchObject({
      is: 'applies',
      effect: 'deny',
      values: { 'run.costUsd': 0.4 },
    })
    expect(tried(policy({ when: 'run.costUsd > 3.0' }), scope)).toMatchObject({ is: 'not' })
    expect(tried(policy({ when: 'args.gone.deep' }), scope)).toMatchObject({ is: 'error' })
    expect(tryPolicy({ id: 'p' }, scope)).toMatchObject({ is: 'unfinished' })
  })

  it('shows what would be logged and sent', () => {
    const hide = policy({ effect: 'redact', redact: ['/to'], mode: 'dry-run' })
    expect(tried(hide, scope)).toMatchObject({
      redacted: { to: '[redacted]', text: 'Hello' },
      onTrial: true,
    })
  })
})

describe('the guide’s policy with cases', () => {
  it('decides each as it expects, and another bound decides one otherwise', () => {
    const [, block = ''] = /^```json\n(\{[^`]*"cases"[^`]*\})\n```/m.exec(guide) ?? []
    const shown = WrittenPolicy.parse(JSON.parse(block))
    expect(policyCaseReports([shown]).map(({ report }) => report.passed)).toEqual([true, true, true])
    const other = policyCaseReports([{ ...shown, when: 'args.amount >= 500.0' }])
    expect(other.map(({ report }) => report.passed)).toEqual([true, false, true])
  })
})

describe('two versions of a set', () => {
  const [a, b, c] = [policy({ id: 'a' }), policy({ id: 'b' }), policy({ id: 'c' })]

  it('differ in what was added, taken out and changed, and not in the order', () => {
    expect(diffPolicies([a, b], [b, a])).toEqual([])
    expect(diffPolicies([a, b], [{ ...b, when: 'false', mode: 'dry-run' }, c])).toEqual([
      {
        is: 'changed',
        id: 'b',
        title: 'P',
        fields: [
          { name: 'when', before: 'true', after: 'false' },
          { name: 'mode', before: null, after: 'dry-run' },
        ],
      },
      { is: 'added', id: 'c', title: 'P' },
      { is: 'removed', id: 'a', title: 'P' },
    ])
  })

  it('show cases that differ, which make no revision', () => {
    const tested: WrittenPolicy = { ...a, cases: [{ id: 'c', title: 'C', scope: {}, expect: 'deny' }] }
    expect(diffPolicies([a], [tested])).toMatchObject([{ is: 'changed', fields: [{ name: 'cases' }] }])
    expect(withVersions([a], [tested])).toEqual([tested])
  })

  it('count a changed policy up, unless somebody did', () => {
    const changed = { ...a, when: 'false' }
    expect(withVersions([a, b], [changed, b, c])).toEqual([{ ...changed, version: 2 }, b, c])
    expect(withVersions([{ ...a, version: 4 }], [{ ...changed, version: 7 }])).toMatchObject([{ version: 7 }])
  })
})
