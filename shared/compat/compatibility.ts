import { z } from 'zod'

/** Who meets a change: those who start runs, those who read what comes of them, those who post events to them, the servers that actions, planners or checks call, and the workspace. */
export const AffectedParty = z.enum(['callers', 'readers', 'senders', 'servers', 'workspace'])
export type AffectedParty = z.infer<typeof AffectedParty>

/** One difference between two versions of a loop, as somebody outside meets it. */
export const LoopChange = z.strictObject({
  who: AffectedParty,
  /** Where, by JSON Pointer: `/input/…` into the input, `/outcomes/<node>/body/…` into a response, `/actions/<node>/args/…` and so on. */
  path: z.string(),
  /** What differs: a keyword of JSON Schema, or what happened to the thing. */
  change: z.string(),
  /** `unknown` where it may break somebody and nobody can tell for certain. */
  breaking: z.union([z.boolean(), z.literal('unknown')]),
  message: z.string(),
  /** A value that shows it. */
  example: z.json().optional(),
})
export type LoopChange = z.infer<typeof LoopChange>

/** Whether anything breaks: `unknown` when something may. */
export function verdictOf(changes: readonly LoopChange[]): LoopChange['breaking'] {
  if (changes.some(({ breaking }) => breaking === true)) return true
  return changes.some(({ breaking }) => breaking === 'unknown') ? 'unknown' : false
}
