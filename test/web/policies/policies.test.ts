import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { policySetFaults } from '../../../shared/compile/policySetFaults.ts'
import { type Policy, PolicyPoint } from '../../../shared/graph/policy.ts'
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
const monday = Date.parse('2026-11-23T10:00:00Z')

describe('ready-made conditions', () => {
  it.for(policySnippets.map((snippet) => [snippet.label, snippet] as const))(
    '%s: can be evaluated',
    ([, { at, when }]) => {
      expect(policySetFaults([policy({ at, when })])).toEqual([])
      expect(tryPolicy(policy({ at, when }), sampleScope(at, { amount: 1 }, monday)).is).toBeOneOf([
        'applies',
        'not',
      ])
    },
  )

  it('are those of the guide, and the guide has no other', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/policies.md'), 'utf8')
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
    expect(tryPolicy(policy({ when: 'run.costUsd > 0.3' }), scope)).toMatchObject({
      is: 'applies',
      effect: 'deny',
      values: { 'run.costUsd': 0.4 },
    })
    expect(tryPolicy(policy({ when: 'run.costUsd > 3.0' }), scope)).toMatchObject({ is: 'not' })
    expect(tryPolicy(policy({ when: 'args.gone.deep' }), scope)).toMatchObject({ is: 'error' })
    expect(tryPolicy({ id: 'p' }, scope)).toMatchObject({ is: 'unfinished' })
  })

  it('shows what would be logged and sent', () => {
    const hide = policy({ effect: 'redact', redact: ['/to'], mode: 'dry-run' })
    expect(tryPolicy(hide, scope)).toMatchObject({
      redacted: { to: '[redacted]', text: 'Hello' },
      onTrial: true,
    })
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

  it('count a changed policy up, unless somebody did', () => {
    const changed = { ...a, when: 'false' }
    expect(withVersions([a, b], [changed, b, c])).toEqual([{ ...changed, version: 2 }, b, c])
    expect(withVersions([{ ...a, version: 4 }], [{ ...changed, version: 7 }])).toMatchObject([{ version: 7 }])
  })
})
