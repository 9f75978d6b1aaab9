import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import { runCases } from '../../../shared/cases/runCases.ts'
import { compile } from '../../../shared/compile/compile.ts'
import { policySetFaults } from '../../../shared/compile/policySetFaults.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { Policy } from '../../../shared/graph/policy.ts'
import type { Json } from '../../../shared/json.ts'
import type { PackUse, PolicyPack } from '../../../shared/policy/packs/pack.ts'
import { newestOf, policyPacks } from '../../../shared/policy/packs/packs.ts'
import {
  isOfPack,
  packFaults,
  packPolicyId,
  policiesOfPacks,
} from '../../../shared/policy/packs/policiesOfPacks.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { whatIf } from '../../../shared/policy/whatIf.ts'
import { withPolicySet } from '../../../shared/policy/withPolicySet.ts'
import { templates } from '../../../shared/templates/templates.ts'

const setOf = (policies: Policy[]): PolicySet => ({
  version: 1,
  digest: digest(policies as unknown as Json),
  policies,
})
const every = policyPacks.flatMap((pack) => pack.versions.map(({ version }) => [pack, version] as const))
const everyVersion = every.map(([pack, version]) => [`${pack.id} ${version}`, pack, version] as const)

/** What was offered stays as it was: other rules are another version, with a line of its own here. */
const offered: Record<string, string> = {
  'cost 1': 'sha256:769c048cf72ddaee6057369a0bc124403719d27adbddf096da19e8cd2cbd082f',
  'privacy 1': 'sha256:d27092243f11db5580a507aaeb0217374efbd76ce62cc21c37d565d78504c3a9',
  'privacy 2': 'sha256:5ead23264ec3790787392d35284250bc98936a2add9824ede71d36bdf5e9597d',
  'safety 1': 'sha256:5561d87b78abfb7ec4b2ecec962f657a836325c2ba471a67f75979cc72be2021',
  'safety 2': 'sha256:7198e8fee3a400fa17c6fca8b222fbbfed66fbdd8c12838d6f9082625327634a',
  'change-control 1': 'sha256:c34acc35d81de9862db3d8d5ed0588bae154a9170d287c45a370d7b12203df34',
  'soc2 1': 'sha256:75b2f5f1ac645aeda12a1419bbed441c5d002d85f8f6847f8b20a411b8b25e6d',
  'gdpr 1': 'sha256:bc6718970a715af2f91b4b986108dc410c661780d08e14485a8cdad843db5793',
  'eu-ai-act 1': 'sha256:8b479f20962cb727abc3b9c4ba67a30f5862d3eaadc6b86c0d348b4a454c688c',
}

describe.each(everyVersion)('version of a pack: %s', (_, pack, version) => {
  const policies = policiesOfPacks([{ pack: pack.id, version }])
  const found = pack.versions.find((each) => each.version === version)

  it('is made of policies without faults, each with why it is there and what it serves', () => {
    expect(policies.map((policy) => Policy.safeParse(policy).error)).toEqual(policies.map(() => undefined))
    expect(policySetFaults(policies)).toEqual([])
    expect(policies.every(({ id, when }) => isOfPack(id) && !when.includes('$'))).toBe(true)
    for (const { why, serves } of found?.rules ?? []) {
      expect(why.length).toBeGreaterThan(30)
      for (const { framework, control, asks } of serves)
        expect([framework, control, asks].every((text) => text.length > 3)).toBe(true)
    }
  })

  it('is what it was when it was first offered', () => {
    const settings = (found?.settings ?? []).map(({ name, value, min, max }) => ({ name, value, min, max }))
    const content = { policies, settings } as unknown as Json
    expect(digest(content)).toBe(offered[`${pack.id} ${version}`])
  })

  it('has settings that its rules read, within their bounds', () => {
    const read = (found?.rules ?? []).flatMap(({ when }) => when.match(/(?<=\$)[A-Za-z]+/gu) ?? [])
    expect(new Set(found?.settings.map(({ name }) => name))).toEqual(new Set(read))
    const settings = (end: 'min' | 'max' | 'value') =>
      Object.fromEntries((found?.settings ?? []).map((setting) => [setting.name, setting[end]]))
    for (const end of ['min', 'max', 'value'] as const) {
      const use = { pack: pack.id, version, settings: settings(end) }
      expect(packFaults([use])).toEqual([])
      expect(policySetFaults(policiesOfPacks([use]))).toEqual([])
    }
  })

  it.each(templates.map((template) => [template.name, template] as const))(
    'compiles in the loop %s, and every condition can be told there',
    (__, { graph }) => {
      // Ids of nodes may not begin as ids of the workspace's policies do, so they are tried as the loop's own here.
      const { program, diagnostics } = compile({ ...graph, policies: [...graph.policies, ...policies] })
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      if (!program) throw new Error('It compiles')
      for (const { events } of runCases(program, graph.cases ?? []))
        expect(evaluated(events).filter(({ error }) => error !== null)).toEqual([])
    },
  )
})

const evaluated = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'policy.evaluated' ? [event.data] : []))

describe('the packs', () => {
  it('are named once, and number their versions from 1 without a gap', () => {
    expect(new Set(policyPacks.map(({ id }) => id)).size).toBe(policyPacks.length)
    for (const { versions } of policyPacks)
      expect(versions.map(({ version }) => version)).toEqual(versions.map((_, place) => place + 1))
  })

  it('decide something in the loops that there are', () => {
    const decided = new Set(
      templates.flatMap(({ graph }) => {
        const { program } = compile(graph)
        const set = setOf(
          policiesOfPacks(policyPacks.map((pack) => ({ pack: pack.id, version: newestOf(pack).version }))),
        )
        if (!program) return []
        return runCases(program, graph.cases ?? [], set)
          .flatMap(({ events }) => evaluated(events))
          .map(({ policy }) => policy.split('_')[1])
      }),
    )
    expect(decided).toContain('change-control')
    expect(decided).toContain('eu-ai-act')
  })

  it('are tried on recorded runs before they are turned on', () => {
    const changed = templates.flatMap(({ graph }) => {
      const { program } = compile(graph)
      if (!program) throw new Error('It compiles')
      const set = setOf(policiesOfPacks([{ pack: 'eu-ai-act', version: 1 }]))
      return runCases(program, graph.cases ?? []).flatMap(
        ({ events }) => whatIf(events, program, withPolicySet(program, set)).changes,
      )
    })
    expect(changed.length).toBeGreaterThan(0)
    for (const { after } of changed)
      expect(after.policies.some((id) => id.startsWith('workspace:pack_eu-ai-act_'))).toBe(true)
  })
})

const pack: PolicyPack = {
  id: 'mine',
  title: 'Mine',
  says: '',
  versions: [
    {
      version: 1,
      changes: '',
      settings: [
        { name: 'most', label: 'Most', kind: 'real', value: 2, min: 0, max: 10 },
        { name: 'tries', label: 'Tries', kind: 'whole', value: 3, min: 1, max: 9 },
      ],
      rules: [
        {
          id: 'cost',
          title: 'Cost',
          at: 'step',
          when: 'run.costUsd > $most',
          effect: 'deny',
          message: 'No.',
          why: '',
          serves: [{ framework: 'x', control: 'y', asks: 'z' }],
        },
        {
          id: 'tries',
          title: 'Tries',
          at: 'plan',
          when: 'run.iteration > $tries',
          effect: 'require-approval',
          need: 2,
          message: 'No.',
          why: '',
          serves: [{ framework: 'x', control: 'y', asks: 'z' }],
        },
      ],
    },
  ],
}

describe('a pack in use', () => {
  const use = (change: Partial<PackUse> = {}): PackUse => ({ pack: 'mine', version: 1, ...change })

  it('gives its rules, with the numbers of the workspace, as policies of that version', () => {
    expect(policiesOfPacks([use({ settings: { most: 1.5 } })], [pack])).toEqual([
      {
        id: packPolicyId('mine', 'cost'),
        title: 'Cost',
        at: 'step',
        when: 'run.costUsd > 1.5',
        effect: 'deny',
        message: 'No.',
        version: 1,
      },
      {
        id: packPolicyId('mine', 'tries'),
        title: 'Tries',
        at: 'plan',
        when: 'run.iteration > 3',
        effect: 'require-approval',
        need: 2,
        message: 'No.',
        version: 1,
      },
    ])
  })

  it('writes real numbers as CEL does, leaves rules out, and can be on trial', () => {
    const [only, ...more] = policiesOfPacks([use({ mode: 'dry-run', without: ['tries'] })], [pack])
    expect(only).toMatchObject({ when: 'run.costUsd > 2.0', mode: 'dry-run' })
    expect(more).toEqual([])
  })

  it.each([
    ['/0/pack', use({ pack: 'other' })],
    ['/0/version', use({ version: 2 })],
    ['/0/without/0', use({ without: ['nothing'] })],
    ['/0/settings/most', use({ settings: { most: 11 } })],
    ['/0/settings/tries', use({ settings: { tries: 1.5 } })],
    ['/0/settings/none', use({ settings: { none: 1 } })],
  ])('is refused at %s where it does not fit', (pointer, faulty) => {
    expect(packFaults([faulty], [pack]).map((fault) => fault.pointer)).toEqual([pointer])
  })

  it('is turned on once', () => {
    expect(packFaults([use(), use()], [pack])).toMatchObject([{ pointer: '/1/pack' }])
  })
})
