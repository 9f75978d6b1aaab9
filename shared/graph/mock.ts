import { z } from 'zod'
import { ErrorClass } from '../errorClass.ts'
import { Json } from '../json.ts'

const answers = <T extends string, D extends z.ZodRawShape>(name: T, data: D) =>
  z.strictObject({ answers: z.literal(name), ...data })

/** What it was that failed, where a status does not say it. */
export const MockedError = z.strictObject({
  class: ErrorClass,
  message: z.string().max(2000),
  /** Whether another attempt could succeed. */
  retryable: z.boolean(),
  /** Whether the target may have carried it out: false only when that is certain. */
  mayHaveHappened: z.boolean(),
})

const plainAnswers = [
  /** A sample of what it usually brings: of an action's output schema, of a planner each action in turn. */
  answers('sample', {}),
  answers('value', {
    value: Json,
    /** What the call cost, in US dollars; what its action declares when left out. */
    costUsd: z.number().min(0).optional(),
  }),
  /** Fails that often, then answers as usual; `times` null fails always. */
  answers('failure', {
    /** The HTTP status. */
    status: z.int(),
    times: z.int().min(1).nullable(),
    error: MockedError.optional(),
  }),
  /** It never answers: the run sees a timeout. */
  answers('nothing', {}),
] as const

const delayMs = z.int().min(0)

/** One answer, the same however often it is asked for. */
export const MockedAnswer = z.discriminatedUnion('answers', plainAnswers)
export type MockedAnswer = z.infer<typeof MockedAnswer>

/**
 * What an action answers in a simulation, or an external planner (`plannerKey`), always after the same time. The value of an action that
 * runs a loop is its child's body. Of an action that waits for an event it says which data that is posted with, at once: with `failure`,
 * `nothing` or no mock it never comes.
 */
export const Mock = z.strictObject({
  delayMs,
  mock: z.discriminatedUnion('answers', [
    ...plainAnswers,
    /** One answer after another, in the order of the calls; the last one stands for all that come after it. */
    answers('series', {
      each: z
        .array(z.strictObject({ delayMs, mock: MockedAnswer }))
        .min(1)
        .max(1000),
    }),
  ]),
  /** The output of the action's probe, should one be sent. */
  probe: Json.optional(),
})
export type Mock = z.infer<typeof Mock>
