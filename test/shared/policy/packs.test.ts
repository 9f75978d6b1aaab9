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
