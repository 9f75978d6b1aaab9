import type { privacyRoutes } from '../../../shared/api/routes/privacy.ts'
import type { Details } from './operationDetails.ts'

export const privacyDetails = {
  getRunPersonal: {
    description: 'No values: a hint shows as much of one as tells it from others.',
  },
  reveal: {
    description:
      'Who asked, when, why, and for which tokens is on record before anything is shown. Tokens whose values were erased are left out of `values`. The answer is not to be kept: `Cache-Control: no-store`.',
  },
  restoreRun: {
    description:
      'A run that is here already is answered as it is. 409 `conflict` where what the archive holds does not verify.',
    refuses: ['conflict'],
  },
  listArchive: {
    description:
      '`next` is the `cursor` of the page after this one, and null on the last. `available` is false where the server has no archive.',
    parameters: { loop: 'The loop; also one that was deleted: what was archived of it stays' },
  },
  listErasures: {
    description: 'Receipts name nobody: they hold what is needed to check one against a name.',
  },
  erase: {
    description:
      'Every run that is about the person, in every loop: the keys of its values are forgotten, and its log still verifies. Runs under way forget when they end, and `waiting` counts them; so do the child runs that they start until then, which no receipt names. A repeat finds what is left and makes another receipt. 503 `configuration-missing` where no key is there to sign it: what was erased is erased.',
    refuses: ['configuration-missing'],
  },
  getCounts: {
    description:
      'Each answer costs `epsilon` of the day’s budget, also when it is asked for twice. 429 `too-many-attempts` once it is spent, with `Retry-After` until midnight UTC.',
    refuses: ['loop-not-found', 'too-many-attempts'],
    parameters: {
      epsilon: 'How much of today’s budget it may use: less is more noise; 0.1 when it is left out',
      days: 'The last so many whole days, UTC, today not among them; 7 when it is left out',
    },
  },
} satisfies Record<keyof typeof privacyRoutes, Details>
