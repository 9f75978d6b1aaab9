import { z } from 'zod'
import { EffectError } from '../engine/effectError.ts'
import { NodeId } from '../graph/ids.ts'
import { JsonObject } from '../json.ts'

/**
 * Sends the call of one action, as it is drafted, without a run around it. `values` are what its templates read in place of a run’s: `args`,
 * `input`, `steps`, `facts`, `request`, `run`. Secrets are the workspace’s own.
 */
export const SendOnce = z.strictObject({
  /** The graph as it is drafted: what is wrong elsewhere in it does not matter. */
  graph: z.json(),
  /** The action whose call is sent. */
  node: NodeId,
  values: z.strictObject({
    args: JsonObject.exactOptional(),
    input: z.json().exactOptional(),
    steps: JsonObject.exactOptional(),
    facts: JsonObject.exactOptional(),
    request: JsonObject.exactOptional(),
    run: JsonObject.exactOptional(),
  }),
})
export type SendOnce = z.infer<typeof SendOnce>

/** What a run would do after such a first attempt. */
export const AfterOnce = z.enum(['succeeds', 'tries-again', 'asks-probe', 'is-uncertain', 'fails'])

const headers = z.record(z.string(), z.string())

/** What was sent and what came back. Secrets are hidden in both. */
export const SentOnce = z.strictObject({
  /** Null where nothing was ready to leave, or where it can’t be shown without a secret. */
  request: z
    .strictObject({ method: z.string(), url: z.string(), headers, body: z.string().nullable() })
    .nullable(),
  /** Null where there was no answer. */
  response: z
    .strictObject({
      status: z.int(),
      headers,
      /** JSON where it says so and is, else text; null where there is none, or where it was too large to read. */
      body: z.json(),
      /** Bytes of the body that were read. */
      bytes: z.int(),
    })
    .nullable(),
  /** From the first byte sent to the last one read, in milliseconds. */
  durationMs: z.number(),
  /** Why the step of a run would have failed, as the engine classes it; null where it would have succeeded. */
  error: EffectError.nullable(),
  after: AfterOnce,
})
export type SentOnce = z.infer<typeof SentOnce>
