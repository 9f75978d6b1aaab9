import type { callbacksRoutes } from '../../../shared/api/routes/callbacks.ts'
import { type Details, paged } from './operationDetails.ts'

export const callbacksDetails = {
  listCallbacks: {
    refuses: ['loop-not-found'],
    description: `\`dead\` counts all that were given up, on whatever page. ${paged}`,
    parameters: { status: 'Only callbacks of this status; `dead` when it is left out' },
  },
  listRunCallbacks: { description: 'With when the next attempt is due, and how each one before it went.' },
  redeliverCallback: {
    description:
      'It keeps its id, so a receiver that has it knows it, and is tried for three days anew. One that waits for its next try is tried now, and goes on from there. 409 `conflict` while it is being delivered. `reason` is kept in the log of changes.',
    refuses: ['not-found', 'conflict'],
    example: { reason: 'Their service is back.' },
  },
  discardCallback: {
    description:
      'It is not tried again, and no longer keeps its loop from being deleted. 409 `conflict` where it was delivered or discarded before. `reason` is kept in the log of changes.',
    refuses: ['not-found', 'conflict'],
    example: { reason: 'They took it from the run’s page.' },
  },
} satisfies Record<keyof typeof callbacksRoutes, Details>
