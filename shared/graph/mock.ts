import { z } from 'zod'
import { ErrorClass } from '../errorClass.ts'
import { Json } from '../json.ts'

/** What it was that failed, where a status does not say it. */
export const MockedError = z.strictObject({
  /** The kind of failure. */
  class: ErrorClass,
  /** What is said of it. */
  message: z.string().max(2000),
  /** Whether another attempt could succeed. */
  retryable: z.boolean(),
  /** Whether the target may have carried it out: false only when that is certain. */
  mayHaveHappened: z.boolean(),
})

/** `answers: "sample"`: a sample of what it usually brings, of an action's output schema, of a planner each action in turn, of a checker that it holds. */
export const SampleAnswer = z.strictObject({
  /** That it is one. */
  answers: z.literal('sample'),
})

/** `answers: "value"`: the output of an action, the body of a child run, the answer of a planner or a checker by its contract. */
export const ValueAnswer = z.strictObject({
  /** That it is one. */
  answers: z.literal('value'),
  /** The value. */
  value: Json,
  /** What the call cost, in US dollars; what its action declares when left out. */
  costUsd: z.number().min(0).optional(),
})

/** `answers: "failure"`: it fails so often, then answers as usual. */
export const FailureAnswer = z.strictObject({
  /** That it is one. */
  answers: z.literal('failure'),
  /** The HTTP status; 0 where there is none. */
  status: z.int(),
  /** How often; null for always. */
  times: z.int().min(1).nullable(),
  /** The failure itself, where its status does not say all of it. */
  error: MockedError.optional(),
})

/** `answers: "nothing"`: no answer ever comes, and the run sees a timeout. */
export const NoAnswer = z.strictObject({
  /** That it is so. */
  answers: z.literal('nothing'),
})

const plainAnswers = [SampleAnswer, ValueAnswer, FailureAnswer, NoAnswer] as const

/** One answer, the same however often it is asked for. */
export const MockedAnswer = z.discriminatedUnion('answers', plainAnswers)
export type MockedAnswer = z.infer<typeof MockedAnswer>

const delayMs = z.int().min(0)

/** An answer, and when it comes. */
export const TimedAnswer = z.strictObject({
  /** Virtual milliseconds until it comes. */
  delayMs,
  /** What is answered. */
  mock: MockedAnswer,
})

/** `answers: "series"`: one answer after another, in the order of the calls; the last one stands for all that come after it. */
export const SeriesAnswer = z.strictObject({
  /** That it is one. */
  answers: z.literal('series'),
  /** The answers, each with its delay. */
  each: z.array(TimedAnswer).min(1).max(1000),
})

/**
 * What an action, an external planner or a check that the host makes answers in a simulation, always after the same time. Of an action that
 * waits for an event it says which data that is posted with, at once: with `failure`, `nothing` or no mock it never comes. Of a transform it
 * stands in for what would be computed.
 */
export const Mock = z.strictObject({
  /** Virtual milliseconds until an answer comes; a series has its own. */
  delayMs,
  /** What is answered. */
  mock: z.discriminatedUnion('answers', [...plainAnswers, SeriesAnswer]),
  /** The output of the action's probe, should one be sent. */
  probe: Json.optional(),
})
export type Mock = z.infer<typeof Mock>
