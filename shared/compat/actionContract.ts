import { z } from 'zod'
import { statusFault } from '../engine/statusFault.ts'
import { HttpMethod } from '../graph/nodes/action.ts'
import { Json } from '../json.ts'

/** The contract between a run and the server that an action calls, version 1: one HTTP request, answered once. */
export const actionContract = 'pavane.action/1'

/** The headers that a request carries besides those that the action names. */
export const ActionHeaders = z.looseObject({
  'idempotency-key': z.string().max(500).optional().meta({
    description:
      'The id of the effect, `<run>/<iteration>/<step>`: the same over retries, restarts and replays. It is there when the action’s idempotency is `keyed`: the server does the work once a key, and answers a repeat as it answered the first time.',
  }),
  'pavane-fence': z
    .string()
    .regex(/^"(?:[^"\\]|\\.)*";token=\d+(?:, "(?:[^"\\]|\\.)*";token=\d+)*$/)
    .optional()
    .meta({
      description:
        'The fencing tokens of the leases that are held, as `"<resource>";token=<n>`, separated by commas. A server that has seen a higher token for a resource refuses a lower one: its holder has lost the lease.',
    }),
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    .meta({
      description: 'W3C Trace Context: the trace of the run, with a span of the call’s own.',
    }),
  accept: z.string().meta({ description: '`application/json` unless the action names another.' }),
  'content-type': z.string().optional().meta({
    description: '`application/json` where there is a body, unless the action names another.',
  }),
  'user-agent': z.string().meta({ description: '`Pavane` unless the action names another.' }),
})

/** What the server of an action gets: an HTTP request, written as JSON. Its path and its body are those of the action. */
export const ActionRequest = z.strictObject({
  method: HttpMethod,
  /** The address: under the base address of the host. */
  url: z.url(),
  headers: ActionHeaders,
  /** The body, as the action renders it; null where there is none. */
  body: Json,
})
export type ActionRequest = z.infer<typeof ActionRequest>

/** What the server of an action answers, written as JSON. Redirects are not followed. */
export const ActionResponse = z.strictObject({
  /** What it says decides what the step comes to. */
  status: z.int().min(100).max(599),
  /** Its headers, as far as they count. */
  headers: z.looseObject({
    'retry-after': z.string().optional().meta({
      description: 'Seconds or a date (RFC 9110, section 10.2.3), before which it is not asked again.',
    }),
  }),
  /** The output’s `body`: what is JSON is read, anything else is a text. It has to fit the output schema of the action. */
  body: Json,
})
export type ActionResponse = z.infer<typeof ActionResponse>

/** What a status means for the step, besides those that the action accepts. */
export type StatusMeaning = 'success' | 'refused' | 'refused-for-now' | 'unknown' | 'unknown-for-now'

/** Whether the step succeeded; else whether it certainly did not happen, and whether it is worth another attempt. */
export function statusMeaning(status: number): StatusMeaning {
  if (status >= 200 && status < 300) return 'success'
  const { retryable, mayHaveHappened } = statusFault(status)
  if (mayHaveHappened) return retryable ? 'unknown-for-now' : 'unknown'
  return retryable ? 'refused-for-now' : 'refused'
}
