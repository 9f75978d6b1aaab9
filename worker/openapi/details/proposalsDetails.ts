import { z } from 'zod'
import type { proposalsRoutes } from '../../../shared/api/routes/proposals.ts'
import type { Details } from './operationDetails.ts'

const made = z.object({ Location: z.string().meta({ description: 'The proposal' }) })

export const proposalsDetails = {
  getChangeControl: {
    description: 'What `loops` says of a loop holds for it in place of what holds for all.',
  },
  putChangeControl: {
    description:
      'Takes effect at once where nothing asks for a second person less than before. Else 403 `second-person-required`: propose it. `reason` is kept in the log of changes.',
    refuses: ['second-person-required'],
  },
  getControlProposal: { description: '`proposal` is null where none waits.' },
  proposeControl: {
    description:
      'Takes the place of one that waits. 409 `conflict` where nothing would ask for a second person less: set it, it needs nobody else.',
    refuses: ['conflict'],
  },
  decideControl: {
    description:
      'Binding to what was looked at: 409 `conflict` where `digest` is not the proposal’s. Whoever proposed it, or made the token that did, gets 403 `own-proposal` for an approval; a denial of one’s own takes it back.',
    refuses: ['not-found', 'conflict', 'own-proposal'],
  },
  listGuardedChanges: {
    description:
      'Newest first, without pages: one of the policies and one of each host at most. What expired is gone, and so is what was made from something that has changed since.',
  },
  proposeGuardedChange: {
    description:
      'Where publishing takes two, so do policies that hold runs to less, packs that are turned off, and a host that is added or gets another address. It takes the place of one about the same thing. 409 `conflict` where it takes nobody else, or where `from` is not the host’s address; 412 where the policies have another version than `revision`.',
    refuses: ['conflict', 'revision-stale'],
    example: {
      change: { type: 'host', host: 'bank', from: null, baseUrl: 'https://api.example.com/v1' },
      reason: 'The new bank',
    },
  },
  decideGuardedChange: {
    description:
      'Answers with what waits from then on. Binding to what was looked at: 409 `conflict` where nothing that waits has that `digest`, 404 where nothing waits. Whoever proposed it, or made the token that did, gets 403 `own-proposal` for an approval; a denial of one’s own takes it back.',
    refuses: ['not-found', 'conflict', 'own-proposal', 'revision-stale'],
  },
  listProposals: {
    refuses: ['loop-not-found'],
    description: 'Every open proposal, and the last hundred of each loop. There are no pages.',
    parameters: { status: '`open`, or `settled` for all others; both when it is left out' },
  },
  proposeVersion: {
    description:
      'Takes what publishing takes and is refused for the same reasons; 409 `conflict` when the draft is what is published. It takes the place of a version that was proposed before.',
    refuses: ['conflict', 'revision-stale', 'graph-invalid', 'tests-failing'],
    answerHeaders: made,
  },
  proposeRollout: {
    description: 'It takes the place of a rollout that was proposed before.',
    refuses: ['conflict', 'version-not-found'],
    answerHeaders: made,
  },
  getProposal: {
    description: '`impact` is what those outside of the loop would notice.',
    refuses: ['not-found', 'graph-invalid', 'version-not-found'],
  },
  decideProposal: {
    description:
      'Binding to what was looked at: 409 `conflict` where `digest` is not the proposal’s, where it is settled, or where what it was made from has changed. 403 `own-proposal` for whoever proposed it, or made the token that did.',
    refuses: ['not-found', 'conflict', 'own-proposal', 'version-not-found', 'graph-invalid', 'tests-failing'],
  },
  withdrawProposal: {
    description: 'For proposed versions. A proposed rollout is taken back by denying it: 409 `conflict`.',
    refuses: ['not-found', 'conflict'],
  },
} satisfies Record<keyof typeof proposalsRoutes, Details>
