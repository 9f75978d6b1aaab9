import { z } from 'zod'

/** The bounds of a run. What a graph leaves out takes the default. */
export const Limits = z.strictObject({
  iterations: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'Passes of plan, act, verify in a run' }),
  durationSeconds: z
    .number()
    .positive()
    .max(31_536_000)
    .optional()
    .meta({ description: 'Wall-clock time of a run' }),
  costUsd: z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .meta({ description: 'Sum of the actions’ costs in a run' }),
  steps: z.int().min(1).max(10_000).optional().meta({ description: 'Steps started in a run' }),
  parallelism: z.int().min(1).max(64).optional().meta({ description: 'Steps of a plan that run at once' }),
  queue: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: 'Unfinished runs of a shard; past it, 429' }),
  repeats: z.int().min(2).max(1000).optional().meta({
    description: 'Iterations in a row that made the same calls with the same results; past it the run stops',
  }),
  backoffSeconds: z.number().min(0).max(86_400).optional().meta({
    description:
      'The wait before a second iteration that brought nothing better; it doubles with each further one, and starts anew with progress',
  }),
  backoffMaxSeconds: z.number().min(0).max(86_400).optional().meta({ description: 'The longest such wait' }),
})
export type Limits = z.infer<typeof Limits>

/** Limits with nothing left out, as a program holds them. */
export const ResolvedLimits = Limits.required()
export type ResolvedLimits = z.infer<typeof ResolvedLimits>

export const defaultLimits: ResolvedLimits = {
  iterations: 5,
  durationSeconds: 3600,
  costUsd: 10,
  steps: 100,
  parallelism: 4,
  queue: 1000,
  repeats: 5,
  backoffSeconds: 0,
  backoffMaxSeconds: 300,
}
