import type { coordinationRoutes } from '../../../shared/api/routes/coordination.ts'
import { type Details, paged } from './operationDetails.ts'

export const coordinationDetails = {
  loopStatus: {
    description:
      'Each shard has limits and a queue of its own. `limit` is how many unfinished runs it takes; what comes past it gets 429. `actions` lists those with a limit of their own: how many calls are out and how many wait to leave. `breakers` lists the hosts that are not called for the time being.',
  },
  listSchedules: {
    description:
      'Those of the stable version, each with its next five times. `last.error` says why a time started no run.',
  },
  listPlans: {
    description: `Every plan that was proposed, adopted or not, within a second or two of its proposal. The newest 10,000 of a loop are kept. The plan itself is in the log of its run. ${paged}`,
    parameters: {
      planner: 'Only plans of this planner: its node’s id',
      digest: 'Only plans with this digest: the same steps with the same arguments',
      run: 'Only plans of this run',
    },
  },
} satisfies Record<keyof typeof coordinationRoutes, Details>
