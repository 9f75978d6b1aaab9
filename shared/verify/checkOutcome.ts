import type { Json, JsonObject } from '../json.ts'

/** What a check found: `severity`, 0 to 1, is how bad a failure is. */
export type CheckOutcome = {
  result: 'pass' | 'fail' | 'inconclusive'
  severity: number
  message: string
  evidence: Json
}

export function holds(name: string, evidence: JsonObject): CheckOutcome {
  return { result: 'pass', severity: 0, message: `${name} holds.`, evidence }
}

export function fails(message: string, severity: number, evidence: JsonObject): CheckOutcome {
  return { result: 'fail', severity, message, evidence }
}

/** It could not be made, which is not success. */
export function unclear(message: string, evidence: JsonObject): CheckOutcome {
  return { result: 'inconclusive', severity: 0, message, evidence }
}

/** What a check is called in a message. A log keeps those in every iteration: one typographic character makes each of its text take two bytes. */
export function nameOf({ title, id }: { title?: string | undefined; id: string }): string {
  return `'${title ?? id}'`
}
