import { z } from 'zod'
import type { policiesRoutes } from '../../../shared/api/routes/policies.ts'
import type { Details } from './operationDetails.ts'

const rate = {
  id: 'rate',
  title: 'Not more than ten runs a minute',
  at: 'input',
  when: 'recent.lastMinute >= 10',
  effect: 'deny',
  message: 'Too many at once.',
}
const version = z.object({ ETag: z.string().meta({ description: 'The version, in double quotes' }) })

export const policiesDetails = {
  getPolicies: {
    description:
      'Those of packs are among them, named `pack_<pack>_<rule>`. `history` has the newest hundred versions. Send the `ETag` as `If-Match` when you set them.',
    answerHeaders: version,
  },
  getPolicyVersion: {
    description: 'A version never changes. Runs say by its digest which one they were bound to.',
    refuses: ['version-not-found'],
    parameters: { version: 'The number of the version' },
  },
  putPolicies: {
    description:
      'They hold for every run that is accepted from then on, of every loop, besides the loop’s own. `If-Match` is required: the version that was read; 412 when somebody saved in between. 400 with `errors[]` where a condition can’t be read. `packs` turns packs of policies on, each at a version that it stays at; left out, they stay as they are. Policies of packs may be written back as they were read. Where publishing takes two, what would hold runs to less is refused with 403 `second-person-required`: propose it.',
    refuses: ['revision-stale', 'precondition-required', 'second-person-required'],
    headers: z.object({
      'If-Match': z.string().meta({ description: 'The version that was read, as its `ETag` said it' }),
    }),
    example: {
      policies: [{ ...rate, mode: 'dry-run' }],
      note: 'A rate for every loop, on trial',
    },
    answerHeaders: version,
  },
  listPolicyPacks: {
    description: 'The same in every workspace. A version of a pack never changes; the newest is last.',
  },
  whatIf: {
    description:
      'Each point at which the newest runs asked their policies is asked again, over what was so then. Nothing is run and nothing is stored. A run that is stopped at the first changed decision would not have come to the others.',
    refuses: ['loop-not-found'],
    example: { policies: [rate], limit: 50 },
  },
} satisfies Record<keyof typeof policiesRoutes, Details>
