import { z } from 'zod'
import type { versionsRoutes } from '../../../shared/api/routes/versions.ts'
import type { Details } from './operationDetails.ts'

const tag = z.string().meta({ description: 'Which versions share the calls, and how' })

export const versionsDetails = {
  listVersions: { description: 'Every version that was ever published. There are no pages.' },
  publish: {
    description:
      'Compiles on the server. 422 `graph-invalid` with the diagnostics in `errors[]` when it does not compile or the workspace lacks a host or secret that it names, `tests-failing` when tests of the loop fail and nothing overrides them. `revision` is the draft’s: 412 when somebody saved in between. Publishing what is published already gives that version again. With `canary` the stable version stays, from the same moment on: 400 `invalid-request` where there is none, or where it is what would be published. 403 `second-person-required` where two people must publish.',
    refuses: ['second-person-required', 'revision-stale', 'graph-invalid', 'tests-failing'],
    answerHeaders: z.object({ Location: z.string().meta({ description: 'The version' }) }),
    example: { revision: 7, note: 'Asks before it refunds more than 100' },
  },
  getVersion: {
    description: 'A version never changes, so its answer may be kept for good.',
    refuses: ['version-not-found'],
    parameters: { version: 'The version’s number, or its whole digest' },
  },
  getCompatibility: {
    description:
      'Compares what callers, receivers of callbacks and the servers of actions see. 409 `loop-not-published` without `from` where there is no stable version; 422 `graph-invalid` where the draft does not compile.',
    refuses: ['version-not-found', 'loop-not-published', 'graph-invalid'],
  },
  getRollout: {
    description:
      '`stable` is null until something is published. Send the `ETag` as `If-Match` when you change the rollout.',
    answerHeaders: z.object({ ETag: tag }),
  },
  putRollout: {
    description:
      'Holds for calls from then on; runs stay at the version that they began with. A canary needs a stable version beside it. A repeat changes nothing. With `If-Match` it changes only what was read: 412 `revision-stale` when somebody changed it in between, with what it is now. 403 `second-person-required` where two people must change it.',
    refuses: ['version-not-found', 'second-person-required', 'revision-stale'],
    headers: z.object({
      'If-Match': z
        .string()
        .optional()
        .meta({ description: 'The `ETag` of the rollout that was read; left out, any is overwritten' }),
    }),
    answerHeaders: z.object({ ETag: tag }),
  },
  putShards: {
    description:
      'Nothing moves: runs stay in the shard that took them, and a repeated key finds its first run wherever an earlier number put it. Each shard has the loop’s limits and queue to itself.',
  },
} satisfies Record<keyof typeof versionsRoutes, Details>
