import { z } from 'zod'
import type { RouteName } from '../../shared/api/routes.ts'
import { SignalCloudEvent } from '../../shared/api/runs.ts'
import { invokeDetails } from './invokeDetails.ts'
import type { Details } from './operationDetails.ts'
import { startedHeaders } from './startedHeaders.ts'

export const details: Partial<Record<RouteName, Details>> = {
  invoke: invokeDetails,
  invokeIn: invokeDetails,
  createToken: {
    description:
      '`rights` narrows the token to some of its role’s rights, `loops` to addresses that name one of these loops, or a run or approval of it. 403 for a token that may do more than who makes it.',
    example: {
      name: 'Deploy script',
      role: 'operator',
      rights: ['read', 'operate'],
      loops: ['refunds'],
      expiresAt: 1_798_761_600_000,
    },
  },
  putMember: {
    description:
      'A person is named by e-mail address, in lower case, a group as `group:<name>`, as the provider names it. The role holds from the next request on, also for who is signed in.',
    example: { role: 'builder' },
  },
  createSession: {
    description:
      'The session is in a cookie; the one that the browser had before ends. 429 `too-many-attempts` with `Retry-After` after ten failures within a minute. From a page, only from this server’s own.',
  },
  startSignIn: {
    description:
      'For browsers: leads to the OpenID Connect provider, and from there back to `next`, a path of this server. What goes wrong on the way is told by the sign-in page.',
  },
  startRun: {
    description:
      'Starts a run with every call, also where the trigger has a key of its own, unless an `Idempotency-Key` says that it is the same call again: then the answer is the first run’s with `Idempotency-Replayed: true`, and 422 `key-reused` where the payload is another. These keys are none of the hook’s.',
    headers: z.object({
      Prefer: z.string().optional(),
      'Idempotency-Key': z.string().optional(),
      'Pavane-Callback': z.string().optional(),
    }),
    answerHeaders: startedHeaders,
  },
  postSignal: {
    description: `A step that waits for an event of that name takes it; what nobody waits for yet is kept for a later one, up to a bound. The answer comes once the event is on record.

**Repeats.** An event is known by its \`id\`, else by the \`Idempotency-Key\`: the same one again changes nothing, and the answer carries \`Idempotency-Replayed: true\`. A CloudEvent is known by its \`source\` and \`id\` together; its \`type\` is the name.

**Refusals.** 404 \`run-not-found\`; 409 \`conflict\` when the run had ended before; 413 \`body-too-large\`; 429 \`too-many-signals\` with \`Retry-After\` when the run keeps as many events as it may.`,
    headers: z.object({ 'Idempotency-Key': z.string().optional() }),
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
    answerHeaders: z.object({ 'Idempotency-Replayed': z.literal('true').optional() }),
  },
  redeliverCallback: {
    description:
      'It keeps its id, so a receiver that has it knows it, and is tried for three days anew. 409 `conflict` while it is being delivered. `reason` is kept in the log of changes.',
    example: { reason: 'Their service is back.' },
  },
  discardCallback: { example: { reason: 'They took it from the run’s page.' } },
  sendOnce: {
    description:
      'Nothing asks again: whoever calls this has decided. It starts no run, holds no lease and tries once. Policies hold; one that asks for an approval refuses. What went wrong with the call is in `error` of a 200: a problem says that the call was not one to send. 403 `second-person-required` where two people must publish; 429 `too-many-attempts` past so many in a minute.',
  },
  loopStatus: {
    description:
      'Each shard has limits and a queue of its own. `limit` is how many unfinished runs it takes; what comes past it gets 429. `actions` lists those with a limit of their own: how many calls are out and how many wait to leave. `breakers` lists the hosts that are not called for the time being.',
  },
  putShards: {
    description:
      'Nothing moves: runs stay in the shard that took them, and a repeated key finds its first run wherever an earlier number put it. Each shard has the loop’s limits and queue to itself.',
  },
  listPlans: {
    description:
      'Every plan that was proposed, adopted or not, within a second or two of its proposal. The newest 10,000 of a loop are kept. The plan itself is in the log of its run.',
  },
  getEvents: {
    description:
      'As `text/event-stream`, what is recorded comes first, then what happens; the stream ends with an `end` event when the run does. Every message’s `id` is the event’s number: send it as `Last-Event-ID` to go on after it.',
    headers: z.object({ 'Last-Event-ID': z.string().optional() }),
    content: {
      'application/x-ndjson': { schema: z.string().meta({ description: 'An event a line' }) },
      'text/event-stream': { schema: z.string() },
    },
  },
  openSocket: {
    description: `A WebSocket of the subprotocol \`pavane.events.1\`: each message is JSON, \`{ "type": "events", "events": [...] }\`, what is recorded first, then what happens; \`{ "type": "end" }\` comes once the run has ended and all was sent, and the socket is closed with 1000. \`after\` goes on behind an event, so a connection that is lost leaves no gap and brings nothing twice.

**Acknowledge** each message with \`{ "type": "ack", "seq": <number of its last event> }\`: eight may be under way at most, then the server waits. \`ping\` is answered with \`pong\`.

**Who you are.** A browser sends its session's cookie, from our own pages only. A program sends \`Authorization\`; a page's script, which can't, offers the subprotocols \`pavane.events.1\` and \`pavane.bearer.<the token as base64url>\`. A token in the address is not taken: addresses end up in logs. After fifteen minutes the socket is closed with 4001, so that somebody who may no longer listen does not: connect again. 426 \`upgrade-required\` to anything but a WebSocket.`,
  },
  listProblems: { content: { 'text/html': { schema: z.string() } } },
  getProblem: { content: { 'text/html': { schema: z.string() } } },
  saveDraft: {
    description:
      'A draft is kept as it is, also when it has errors. `If-Match` is required; 412 when somebody saved in between.',
    headers: z.object({ 'If-Match': z.string() }),
    answerHeaders: z.object({ ETag: z.string() }),
  },
  putPolicies: {
    description:
      'They hold for every run that is accepted from then on, of every loop, besides the loop’s own. `If-Match` is required: the version that was read; 412 when somebody saved in between. 400 with `errors[]` where a condition can’t be read. `packs` turns packs of policies on, each at a version that it stays at; left out, they stay as they are. Policies of packs may be written back as they were read.',
    headers: z.object({ 'If-Match': z.string() }),
    example: {
      policies: [
        {
          id: 'rate',
          title: 'Not more than ten runs a minute',
          at: 'input',
          when: 'recent.lastMinute >= 10',
          effect: 'deny',
          mode: 'dry-run',
          message: 'Too many at once.',
        },
      ],
      note: 'A rate for every loop, on trial',
    },
    answerHeaders: z.object({ ETag: z.string() }),
  },
  whatIf: {
    description:
      'Each point at which the newest runs asked their policies is asked again, over what was so then. Nothing is run and nothing is stored. A run that is stopped at the first changed decision would not have come to the others.',
    example: {
      policies: [
        {
          id: 'rate',
          title: 'Not more than ten runs a minute',
          at: 'input',
          when: 'recent.lastMinute >= 10',
          effect: 'deny',
          message: 'Too many at once.',
        },
      ],
      limit: 50,
    },
  },
  publish: {
    description:
      'Compiles on the server. 422 `graph-invalid` with the diagnostics in `errors[]` when it does not compile or the workspace lacks a host or secret that it names. Publishing what is published already gives that version again.',
  },
}
