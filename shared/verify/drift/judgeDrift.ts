import type { Json, JsonObject } from '../../json.ts'
import type { Baseline } from './baseline.ts'
import { type ComparedField, driftOf } from './driftOf.ts'
import type { DriftOutcome } from './outcome.ts'

/** What a drift check compares, and by what. */
export type DriftQuestion = {
  baseline: string
  fields: readonly ComparedField[]
  minSamples?: number | undefined
  /** What is said when a field has drifted. */
  message?: string | undefined
}

/** What the host knows: the approved baseline, if there is one, and the last values of each field, this run’s among them. */
export type DriftAnswer = { baseline: Baseline | null; window: Readonly<Record<string, readonly Json[]>> }

export type DriftJudgement = {
  result: 'pass' | 'fail' | 'inconclusive'
  /** Of the field that has drifted most, 0.5 to 1; 0 when none has. */
  severity: number
  message: string
  /** Which baseline, and each field’s figures. */
  evidence: JsonObject
}

/** Makes a drift check: it fails when one field has drifted; else it is inconclusive when one can’t be compared. */
export function judgeDrift(
  { baseline: name, fields, minSamples, message }: DriftQuestion,
  { baseline, window }: DriftAnswer,
): DriftJudgement {
  if (baseline === null) {
    const lacks = `There is no approved baseline “${name}”. Propose one on the loop’s Drift page and let somebody approve it.`
    return { result: 'inconclusive', severity: 0, message: lacks, evidence: { baseline: null } }
  }
  const outcomes = fields.map((field) =>
    driftOf(
      field,
      Object.hasOwn(baseline.fields, field.name) ? (baseline.fields[field.name] ?? null) : null,
      Object.hasOwn(window, field.name) ? (window[field.name] ?? []) : [],
      minSamples,
    ),
  )
  const drifted = outcomes.filter(({ result }) => result === 'fail')
  const unable = outcomes.filter(({ result }) => result === 'inconclusive')
  const said = drifted.length > 0 ? drifted : unable.length > 0 ? unable : outcomes
  return {
    result: drifted.length > 0 ? 'fail' : unable.length > 0 ? 'inconclusive' : 'pass',
    severity: Math.max(0, ...drifted.map(({ severity }) => severity)),
    message: drifted.length > 0 && message ? message : said.map((outcome) => outcome.message).join(' '),
    evidence: {
      baseline: { name: baseline.name, version: baseline.version, digest: baseline.digest },
      fields: outcomes.map(evidenceOf),
    },
  }
}

/** An outcome as JSON. */
function evidenceOf(outcome: DriftOutcome): JsonObject {
  const { newWords, ...evidence } = outcome.evidence
  return { ...outcome, evidence: { ...evidence, ...(newWords ? { newWords } : {}) } }
}
