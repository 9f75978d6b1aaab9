import { z } from 'zod'
import type { sessionRoutes } from '../../../shared/api/routes/session.ts'
import type { Details } from './operationDetails.ts'

const cookie = z.object({
  'Set-Cookie': z.string().meta({ description: 'The session, out of reach of scripts' }),
})

export const sessionDetails = {
  createSession: {
    description:
      'The session is in a cookie; the one that the browser had before ends. 429 `too-many-attempts` with `Retry-After` after ten failures within a minute. From a page, only from this server’s own.',
    refuses: ['unauthenticated', 'forbidden', 'too-many-attempts'],
    answerHeaders: cookie,
    example: { token: 'pvt_…' },
  },
  getSession: { description: 'Of a token, too. `loops` is null where it is not narrowed to some.' },
  enterWorkspace: {
    description:
      'The session ends and one in the other workspace begins, by your role there. 404 `workspace-not-found` where you have none. A token is of one workspace for good.',
    example: { workspace: 'finance' },
    answerHeaders: cookie,
  },
  deleteSession: {
    description: 'Ends the browser’s session and takes its cookie away. A token is not touched.',
  },
  getSignInWays: { description: 'Null or false is a way that this server was not given.' },
  startSignIn: {
    description:
      'For browsers: leads to the OpenID Connect provider, and from there back to `next`, a path of this server. What goes wrong on the way is told by the sign-in page. 503 `configuration-missing` where no provider is set.',
    refuses: ['configuration-missing'],
    parameters: { next: 'Where to go on after it: a path of this server' },
  },
  finishSignIn: {
    description:
      'For browsers that the provider sends back, with what they were given on the way there. Leads on to `next` with a session, or to the sign-in page, which says what went wrong.',
    refuses: ['configuration-missing'],
  },
  listSessions: { description: '`current` is the one that asks. There are no pages.' },
  endSession: {
    description:
      'Its next request is refused. 404 also for a session of somebody else where you are no admin.',
    refuses: ['not-found'],
  },
} satisfies Record<keyof typeof sessionRoutes, Details>
