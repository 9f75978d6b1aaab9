import type { deliveriesRoutes } from '../../../shared/api/routes/deliveries.ts'
import { startedHeaders } from '../startedHeaders.ts'
import { type Details, paged } from './operationDetails.ts'

export const deliveriesDetails = {
  listDeliveries: {
    description: `Refused and repeated requests come within a second or two; the newest 3,000 of them are kept, without their bodies. ${paged}`,
    parameters: { result: 'Only requests that ended so' },
  },
  sendTest: {
    description:
      'The call goes through the hook as from outside, is noted as a test, and waits ten seconds for the outcome. What the hook answered is in `response` of a 200, refusals too: a problem says that no call was made. 503 `configuration-missing` where the secret to sign with is not set.',
    refuses: ['loop-not-published', 'configuration-missing'],
    example: { input: { amount: 42 } },
  },
  redeliver: {
    description:
      'Sends what the run was started with. With its own key it finds the run again, and the answer carries `Idempotency-Replayed: true`; with `asNew` it starts another. 409 `conflict` for a run that no request to the hook started.',
    refuses: [
      'conflict',
      'loop-not-published',
      'input-invalid',
      'input-rejected',
      'queue-full',
      'configuration-missing',
    ],
    parameters: { run: 'The run that the delivery started' },
    example: { asNew: true },
    answerHeaders: startedHeaders,
  },
} satisfies Record<keyof typeof deliveriesRoutes, Details>
