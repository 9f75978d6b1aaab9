import { describe, expect, it } from 'vitest'
import { registryEntry } from '../../../shared/projections/registryEntry.ts'
import { planFrom } from '../../support/plans.ts'
import { aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

describe('the entry of a plan in the registry', () => {
  const first = planFrom(aProgram({ strategy: stepsInAnyOrder(aStep('one'), aStep('two')) }))
  const next = planFrom(
    aProgram({ strategy: stepsInAnyOrder(aStep('one', { args: { n: 1 } }), aStep('three')) }),
    { version: 2, parent: 1 },
  )

  it('names the plan, where it comes from, and how it differs from the one before', () => {
    const { version, parent, digest, provenance } = next
    expect(registryEntry({ iteration: 1, plan: next }, first)).toEqual({
      version,
      parent,
      digest,
      provenance,
      diff: { added: ['three'], removed: ['two'], changed: [{ step: 'one', fields: ['args'] }], same: [] },
    })
  })

  it('has no difference without the plan before', () => {
    expect(registryEntry({ iteration: 1, plan: first }, null).diff).toBeNull()
    expect(registryEntry({ iteration: 1, plan: next }, { ...first, version: 9 }).diff).toBeNull()
  })
})
