import { z } from 'zod'
import { apiLimits } from '../../../shared/api/limits.ts'
import type { runsRoutes } from '../../../shared/api/routes/runs.ts'
import { SignalCloudEvent } from '../../../shared/api/runs.ts'
import { startedHeaders } from '../startedHeaders.ts'
import { type Details, paged } from './operationDetails.ts'

const says = (description: string) => z.string().optional().meta({ description })
const asked =
  '202 once it is on record; 409 `conflict` where the run’s state does not allow it, as after its end.'

const narrowed = `${paged} Narrowed, one looks through ${apiLimits.runsLookedThrough.toLocaleString('en')} runs of each shard at most: it may have fewer entries, or none, and a \`next\` that goes on from there. By \`since\` and \`until\` runs are found without being looked through.`
const parameters = {
  version: 'Only runs of this version: its number in its loop, or its whole digest',
  reason: 'Only runs that stopped for this reason',
  since: 'Accepted from this moment on, in milliseconds since the epoch',
  until: 'Accepted before this moment, in milliseconds since the epoch',
  minDurationMs: 'Took at least so long, or has by now where it has not ended',
  minCostUsd: 'Cost at least so much',
  reviewed: '`true` or `false`: only runs that have ended, and that somebody or nobody has reviewed',
}

export const runsDetails = {
  listLoopRuns: { description: narrowed, parameters },
  startRun: {
    description:
      'Starts a run with every call, also where the trigger has a key of its own, unless an `Idempotency-Key` says that it is the same call again: then the answer is the first run’s with `Idempotency-Replayed: true`, and 422 `key-reused` where the payload is another. These keys are none of the hook’s. With `Prefer: wait=N` the answer is held until the run has ended, N seconds at most: 202 with the run as it is then.',
    refuses: [
      'input-invalid',
      'input-rejected',
      'version-not-found',
      'loop-not-published',
      'conflict',
      'key-reused',
      'callback-refused',
      'queue-full',
      'configuration-missing',
    ],
    headers: z.object({
      Prefer: says('`wait=N`, `respond-async` or both (RFC 7240)'),
      'Idempotency-Key': says('The same key with the same input gives the first run again'),
      'Pavane-Callback': says('Where the run’s end is told'),
    }),
    answerHeaders: startedHeaders,
    example: { input: { amount: 42 } },
  },
  listRuns: {
    description: `Of every loop, or of the one that \`loop\` names. ${narrowed}`,
    parameters,
    refuses: ['loop-not-found'],
  },
  getRun: {
    description:
      'With its input, its outcome’s body, the runs that its steps are, and in `waits` the events, times and people it waits for. Personal data stands as tokens. A run that retention dropped is 404, until it is restored from the archive.',
  },
  getEvents: {
    description:
      'As JSON a page, whose `next` is the `after` of the one that follows it. As `text/event-stream`, what is recorded comes first, then what happens; the stream ends with an `end` event when the run does. Every message’s `id` is the event’s number: send it as `Last-Event-ID` to go on after it. As `application/x-ndjson` the log as it is.',
    refuses: ['not-acceptable'],
    parameters: { limit: 'The most events of a page of JSON' },
    headers: z.object({ 'Last-Event-ID': says('Go on after the event of this number, in a stream') }),
    content: {
      'application/x-ndjson': { schema: z.string().meta({ description: 'An event a line' }) },
      'text/event-stream': { schema: z.string() },
    },
  },
  openSocket: {
    description: `A WebSocket of the subprotocol \`pavane.events.1\`: each message is JSON, \`{ "type": "events", "events": [...] }\`, what is recorded first, then what happens; \`{ "type": "end" }\` comes once the run has ended and all was sent, and the socket is closed with 1000. \`after\` goes on behind an event, so a connection that is lost leaves no gap and brings nothing twice.

**Acknowledge** each message with \`{ "type": "ack", "seq": <number of its last event> }\`: eight may be under way at most, then the server waits. \`ping\` is answered with \`pong\`.

**Who you are.** A browser sends its session's cookie, from our own pages only. A program sends \`Authorization\`; a page's script, which can't, offers the subprotocols \`pavane.events.1\` and \`pavane.bearer.<the token as base64url>\`. A token in the address is not taken: addresses end up in logs. After fifteen minutes the socket is closed with 4001, so that somebody who may no longer listen does not: connect again. 426 \`upgrade-required\` to anything but a WebSocket.`,
    refuses: ['upgrade-required'],
  },
  cancelRun: {
    description: `With \`compensate\` what succeeded is undone first, in reverse order. ${asked}`,
    refuses: ['conflict'],
    example: { reason: 'The order was withdrawn.', compensate: true },
  },
  pauseRun: {
    description: `What is under way goes on to its end, and its result is recorded. ${asked}`,
    refuses: ['conflict'],
  },
  resumeRun: { description: asked, refuses: ['conflict'] },
  forkRun: {
    description:
      'Starts a new, live run: what it does really happens, and what this run did stays as it is. It begins where this one began the iteration, with the input, the facts and the last verdict of that moment, and plans anew; at iteration 1 it begins at the trigger. Limits, queue and policies apply as to any run, and approvals on the way are asked for again. What was undone since, and events that were posted and not taken, are not carried along. 422 `fork-invalid` where the run began no such iteration, where the version has no planner of that name, or where personal values were erased that it would carry. `Idempotency-Key` and `Prefer: wait=N` as in starting a run.',
    refuses: [
      'fork-invalid',
      'input-invalid',
      'input-rejected',
      'version-not-found',
      'loop-not-published',
      'conflict',
      'key-reused',
      'queue-full',
      'configuration-missing',
    ],
    headers: z.object({
      Prefer: says('`wait=N`, `respond-async` or both (RFC 7240)'),
      'Idempotency-Key': says('The same key with the same request gives the first run again'),
    }),
    answerHeaders: startedHeaders,
    example: { iteration: 2, reason: 'The host was down; try that iteration again.' },
  },
  postSignal: {
    description: `A step that waits for an event of that name takes it; what nobody waits for yet is kept for a later one, up to a bound. The answer comes once the event is on record. What the run waits for now is in \`waits\`: a name that nobody waits for is seen there.

**Repeats.** An event is known by its \`id\`, else by the \`Idempotency-Key\`: the same one again changes nothing, and the answer carries \`Idempotency-Replayed: true\`. A CloudEvent is known by its \`source\` and \`id\` together; its \`type\` is the name.

**Refusals.** 404 \`run-not-found\`; 409 \`conflict\` when the run had ended before; 413 \`body-too-large\`; 429 \`too-many-signals\` with \`Retry-After\` when the run keeps as many events as it may.`,
    refuses: ['conflict', 'too-many-signals'],
    headers: z.object({ 'Idempotency-Key': says('What tells the event from others, where it has no `id`') }),
    example: { id: 'payment-4711', name: 'paid', data: { amount: 4200, currency: 'EUR' } },
    bodies: {
      'application/cloudevents+json': {
        schema: SignalCloudEvent,
        example: {
          specversion: '1.0',
          id: '4711',
          source: '/payments',
          type: 'paid',
          data: { amount: 4200, currency: 'EUR' },
        },
      },
    },
    answerHeaders: z.object({
      'Idempotency-Replayed': z
        .literal('true')
        .optional()
        .meta({ description: 'The run has had this event before' }),
    }),
  },
} satisfies Record<keyof typeof runsRoutes, Details>
