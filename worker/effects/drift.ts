import type { Program } from '../../shared/compile/program.ts'
import { hostCheckOf } from '../../shared/engine/checkRequest.ts'
import type { CheckEffect, CheckRequest } from '../../shared/engine/effect.ts'
import type { CheckOf } from '../../shared/graph/nodes/check.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import type { Baseline } from '../../shared/verify/drift/baseline.ts'
import { observed } from '../../shared/verify/drift/observed.ts'
import type { Observations } from '../objects/shard/Observations.ts'
import type { CheckHostResult } from './check.ts'
import { failedBefore } from './executor.ts'

/** What a shard knows of drift: approved baselines, as they were pushed to it, and what its own runs observed. */
export type DriftKnowledge = {
  baseline: (name: string) => Baseline | null
  observations: Observations
}

/** Adds what the run observed to the window of its check, once, and answers with the window and the approved baseline. */
export function lookUpDrift(
  { baseline, observations }: DriftKnowledge,
  program: Program,
  { id, verifier, check }: CheckEffect,
  request: Extract<CheckRequest, { type: 'drift' }>,
): CheckHostResult {
  const found = hostCheckOf(program, verifier, check)
  if (found?.type !== 'drift')
    return failedBefore('configuration', `“${verifier}” has no drift check “${check}”.`)
  const window = observations.add(
    {
      baseline: request.baseline,
      check: `${verifier}/${check}`,
      effect: id,
      window: request.window,
      fields: fieldsOf(found, request.observed),
    },
    Date.now(),
  )
  const values = found.fields.map(({ name }): [string, Json] => [
    name,
    window.map(({ fields }) => (Object.hasOwn(fields, name) ? (fields[name]?.value ?? null) : null)),
  ])
  const answer: JsonObject = { baseline: baseline(request.baseline), window: Object.fromEntries(values) }
  return { ok: true, answer }
}

/** Cut to what is compared: a text of any length would stay here as long as the window. */
const fieldsOf = ({ fields }: CheckOf<'drift'>, values: Readonly<Record<string, Json>>) =>
  Object.fromEntries(
    fields.map(({ name, as }) => [name, { as, value: observed(as, values[name] ?? null) }] as const),
  )
