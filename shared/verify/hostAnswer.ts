import { z } from 'zod'
import type { CheckOf } from '../graph/nodes/check.ts'
import { Json } from '../json.ts'
import { type CheckOutcome, nameOf } from './checkOutcome.ts'
import { readVerifierResponse } from './contract.ts'
import { Baseline } from './drift/baseline.ts'
import { judgeDrift } from './drift/judgeDrift.ts'

/** What a host's answer says: which version judged, or why the answer can't be used. */
export type HostAnswer =
  | { ok: true; outcome: CheckOutcome; by: string | null }
  | { ok: false; reason: string }

/** Reads what an external checker answered. */
export function answerOfHttp(check: CheckOf<'http'>, answer: Json): HostAnswer {
  const read = readVerifierResponse(answer)
  if (!read.ok) return { ok: false, reason: `The checker does not keep the contract. ${read.reason}` }
  const {
    result,
    severity = 1,
    message = words(check)[result],
    version = null,
    evidence = null,
  } = read.response
  return {
    ok: true,
    outcome: { result, severity: result === 'fail' ? severity : 0, message, evidence },
    by: version,
  }
}

const words = (check: CheckOf<'http'>) => ({
  pass: `${nameOf(check)} holds.`,
  fail: `${nameOf(check)} does not hold.`,
  inconclusive: 'The checker can’t tell.',
})

/** What the host tells of a baseline: the approved one, and the last values of each field. */
const DriftAnswer = z.object({
  baseline: Baseline.nullable(),
  window: z.record(z.string(), z.array(Json)),
})

/** Compares the window that the host gives with the baseline. */
export function answerOfDrift(check: CheckOf<'drift'>, answer: Json): HostAnswer {
  const read = DriftAnswer.safeParse(answer)
  if (!read.success) return { ok: false, reason: 'What the host says of the baseline can’t be read.' }
  const { result, severity, message, evidence } = judgeDrift(check, read.data)
  const { baseline } = read.data
  const by = baseline && `${baseline.name} ${baseline.version} ${baseline.digest}`
  return { ok: true, outcome: { result, severity, message, evidence }, by }
}
