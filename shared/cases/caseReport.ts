import { z } from 'zod'
import type { Rejection } from '../engine/command.ts'
import type { RunEvent } from '../engine/event.ts'
import { NodeId } from '../graph/ids.ts'

/** An expectation that was not met. */
export const CaseFailure = z.strictObject({
  /** The expectation, by JSON Pointer into the case. */
  pointer: z.string(),
  /** What was expected, what came, and where to look. */
  message: z.string(),
  expected: z.json(),
  /** What came; null when nothing did. */
  actual: z.json(),
  /** The node that it has to do with; null when it is the run as a whole. */
  node: NodeId.nullable(),
  /** The event that decided it, by its number in the log; null when there is none. */
  seq: z.int().nullable(),
})
export type CaseFailure = z.infer<typeof CaseFailure>

/** What came of a case. */
export const CaseReport = z.strictObject({
  /** The case's id. */
  case: z.string(),
  title: z.string(),
  passed: z.boolean(),
  failures: z.array(CaseFailure),
})
export type CaseReport = z.infer<typeof CaseReport>

/** The same with the log of its run, to play. */
export type CaseResult = CaseReport & { events: RunEvent[]; rejection: Rejection | null }
