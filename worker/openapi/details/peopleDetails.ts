import type { peopleRoutes } from '../../../shared/api/routes/people.ts'
import type { Details } from './operationDetails.ts'

export const peopleDetails = {
  countPeople: {
    description: 'How many there are to ask, and no names. A role that nobody has is left out.',
  },
  listMembers: {
    description:
      '`members` are those who were given a role, `people` those who signed in, with why they have theirs. There are no pages.',
  },
  putDefaultRole: {
    description:
      'Null refuses everyone who is given no role. Holds from the next request on. A repeat changes nothing.',
    refuses: ['forbidden'],
    example: { defaultRole: 'viewer' },
  },
  putMember: {
    description:
      'A person is named by e-mail address, in lower case, a group as `group:<name>`, as the provider names it. The role holds from the next request on, also for who is signed in. A repeat changes nothing.',
    refuses: ['invalid-request'],
    example: { role: 'builder' },
  },
  deleteMember: {
    description:
      'Also for who is signed in. A group that they are in, or the default role, may still give them one.',
    refuses: ['not-found'],
  },
  listTokens: { description: 'Without the tokens themselves, of which only hashes are kept.' },
  createToken: {
    description:
      '`rights` narrows the token to some of its role’s rights, `loops` to addresses that name one of these loops, or a run or approval of it. 403 for a token that may do more than who makes it. A repeat makes another token.',
    example: {
      name: 'Deploy script',
      role: 'operator',
      rights: ['read', 'operate'],
      loops: ['refunds'],
      expiresAt: 1_798_761_600_000,
    },
  },
  deleteToken: {
    description: 'It is refused from the next request on, and sessions that were begun with it end.',
    refuses: ['not-found'],
  },
} satisfies Record<keyof typeof peopleRoutes, Details>
