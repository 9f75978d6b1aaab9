import { z } from 'zod'
import type { baselinesRoutes } from '../../../shared/api/routes/baselines.ts'
import type { Details } from './operationDetails.ts'

const parameters = { version: 'The number of the baseline’s version, from 1' }

export const baselinesDetails = {
  listBaselines: {
    description: 'Without what they are compared by; `checks` are those of the stable version.',
  },
  proposeBaseline: {
    description:
      'Nothing is compared with it until somebody else has approved it. It takes the place of a proposal of the same name. 404 `not-found` for a name that no check has; 409 `conflict` where there is nothing to make it of.',
    refuses: ['not-found', 'version-not-found', 'conflict'],
    answerHeaders: z.object({ Location: z.string().meta({ description: 'The proposed version' }) }),
    example: { name: 'amounts', note: 'After the price change', from: { type: 'window' } },
  },
  getBaselineWindow: {
    description: 'Asks every shard. `against` is null where no version is approved.',
    refuses: ['not-found'],
  },
  getBaseline: {
    description: 'With the distribution of each of its fields.',
    refuses: ['version-not-found'],
    parameters,
  },
  decideBaseline: {
    description:
      'Binding to what was looked at: 409 `conflict` where `digest` is not that of the version, or where it is decided. 403 `own-proposal` for whoever proposed it, or made the token that did. An approved version holds from the next run on.',
    refuses: ['version-not-found', 'conflict', 'own-proposal'],
    parameters,
  },
} satisfies Record<keyof typeof baselinesRoutes, Details>
