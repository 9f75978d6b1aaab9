import type { BaselineWindow, DriftCheckInfo } from '../../../shared/api/baselines.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Json } from '../../../shared/json.ts'
import type { Baseline, FieldType } from '../../../shared/verify/drift/baseline.ts'
import { defaultThreshold } from '../../../shared/verify/drift/compareBins.ts'
import { defaultMinSamples, defaultWindow, driftOf } from '../../../shared/verify/drift/driftOf.ts'
import { makeBaseline } from '../../../shared/verify/drift/makeBaseline.ts'
import type { Observation } from '../ports.ts'

/** The drift checks of a program, with what they leave to the defaults. */
export const driftChecksOf = ({ verifiers }: Program): DriftCheckInfo[] =>
  Object.entries(verifiers).flatMap(([verifier, { checks }]) =>
    checks.flatMap((check): DriftCheckInfo[] => {
      if (check.type !== 'drift') return []
      const { id, title = id, baseline, window = defaultWindow, minSamples = defaultMinSamples } = check
      const fields = check.fields.map(({ name, as, test = 'psi', threshold = defaultThreshold[test] }) => ({
        name,
        as,
        test,
        threshold,
      }))
      return [{ verifier, check: id, title, baseline, fields, window, minSamples }]
    }),
  )

/** The values of each field. One that was compared as something else before is what it was last. */
export function observationsOf(observations: readonly Observation[]) {
  const fields = new Map<string, { as: FieldType; values: Json[] }>()
  for (const observation of observations)
    for (const [name, { as, value }] of Object.entries(observation.fields)) {
      const known = fields.get(name)
      if (known?.as === as) known.values.push(value)
      else fields.set(name, { as, values: [value] })
    }
  return Object.fromEntries(fields)
}

/** How a window is distributed, and whether it has drifted, by the first check that compares each field. */
export function windowOf(
  name: string,
  observations: readonly Observation[],
  checks: readonly DriftCheckInfo[],
  approved: Baseline | null,
): BaselineWindow {
  const values = observationsOf(observations)
  const profiles = makeBaseline(name, values).fields
  const fields = Object.entries(values).flatMap(([field, { as, values }]) => {
    const profile = profiles[field]
    if (!profile) return []
    const check = checks.find(({ fields }) => fields.some((each) => each.name === field))
    const config = check?.fields.find((each) => each.name === field) ?? { name: field, as }
    const base = approved?.fields[field] ?? null
    const outcome = approved ? driftOf(config, base, values, check?.minSamples) : null
    return [{ name: field, profile, outcome }]
  })
  return {
    name,
    observations: observations.length,
    since: observations[0]?.at ?? null,
    until: observations.at(-1)?.at ?? null,
    against: approved?.version ?? null,
    fields,
  }
}
