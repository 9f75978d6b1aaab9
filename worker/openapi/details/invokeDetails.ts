import { z } from 'zod'
import { startedHeaders } from '../startedHeaders.ts'
import type { Details } from './operationDetails.ts'

const says = (description: string) => z.string().optional().meta({ description })

/** How any loop is called, whatever its trigger asks for. */
export const invokeDetails: Details = {
  description: `Checks the caller by the scheme of the loop’s trigger (GitHub’s, Stripe’s or Standard Webhooks’ signature over the raw body, a bearer token, or none), then starts a run.

**Answers.** 202 with the run and its \`Location\` to who does not wait. With \`Prefer: wait=N\` (or where the trigger says so) the answer is held for N seconds at most; when the run ends in time, it is the outcome’s own body with status 200, **whatever the outcome**: the call was carried out, and a sender that saw an error would send it again. \`Pavane-Outcome\` says how the run ended. \`Prefer: respond-async\` never waits; \`respond-async, wait=N\` waits, and takes the run for an answer also where the first call of a key is under way.

**Repeats.** Two calls are the same when the trigger’s own key says so, else when they share an \`Idempotency-Key\`, else when they are one CloudEvent (the same \`source\` and \`id\`), else a \`webhook-id\` or \`x-github-delivery\`. Where a signature has a time, the same signed bytes are the same call, whatever these say. The same call again gives the first run with \`Idempotency-Replayed: true\` and starts nothing. A key that the caller chose must come with the same payload: another gives 422 \`key-reused\`. A repeat that waits while the first run is under way, and longer than it may, gets 409 \`in-flight\`.

**Versions.** A call runs what the rollout says. \`Pavane-Version\`, or \`version\` in the address, asks for a channel (\`stable\`, \`canary\`) or for a version by its digest; 404 \`version-not-found\` where there is none. Outside of the rollout the caller has to pass the stable version’s check as well as that version’s own. The answer’s \`Pavane-Version\` says which one ran.

**Callbacks.** \`Pavane-Callback\` names an address that is told when this run has ended, under one of the hosts that the trigger allows for it; else 422 \`callback-refused\`. A repeat’s address is not taken: the first call’s stays.

**CloudEvents.** An event of CloudEvents 1.0, in structured or binary mode, is a run over its data; its attributes are \`request.cloudEvent\` in expressions. Batches and binary data are not taken.

**Refusals.** Nothing is started by a call that is refused, and no body of it is kept: 400, 401, 404, 409 (never published), 413, 415, 422 (with \`errors[]\` pointing into the input), 429 with \`Retry-After\`.`,
  headers: z.object({
    Prefer: says('`wait=N`, `respond-async` or both (RFC 7240)'),
    'Idempotency-Key': says('The same key with the same body gives the first run again'),
    'Pavane-Version': says('A digest, `stable` or `canary`'),
    'Pavane-Callback': says('Where the run’s end is told'),
    traceparent: says('W3C Trace Context; the run goes on with it'),
    'X-Hub-Signature-256': says('GitHub’s signature, where the trigger asks for it'),
    'X-GitHub-Delivery': says('What tells a delivery of GitHub’s from others'),
    'Stripe-Signature': says('Stripe’s signature, where the trigger asks for it and names no other header'),
    'webhook-id': says('What tells a delivery from others; part of Standard Webhooks’ signature'),
    'webhook-timestamp': says('Seconds since the epoch; part of Standard Webhooks’ signature'),
    'webhook-signature': says('Standard Webhooks’ signature, where the trigger asks for it'),
    'ce-specversion': says('`1.0`: the request is a CloudEvent in binary mode'),
    'ce-id': says('With `ce-source`: what tells the event from others'),
    'ce-source': says('Who sent the event'),
    'ce-type': says('What kind of event it is'),
  }),
  bodies: {
    'application/cloudevents+json': {
      schema: z.looseObject({
        specversion: z.literal('1.0'),
        id: z.string(),
        source: z.string(),
        type: z.string(),
        data: z.json().optional(),
      }),
      example: {
        specversion: '1.0',
        id: '4711',
        source: '/payments',
        type: 'com.example.refund',
        data: { amount: 4200, currency: 'EUR' },
      },
    },
  },
  answerHeaders: startedHeaders,
  alsoAnswers: { status: 200, description: 'The run ended: the outcome’s body', schema: z.json() },
  refuses: [
    'signature-invalid',
    'version-not-found',
    'loop-not-published',
    'in-flight',
    'input-invalid',
    'input-rejected',
    'key-reused',
    'callback-refused',
    'queue-full',
    'configuration-missing',
  ],
}
