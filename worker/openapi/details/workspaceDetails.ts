import type { workspaceRoutes } from '../../../shared/api/routes/workspace.ts'
import type { Details } from './operationDetails.ts'

export const workspaceDetails = {
  listHosts: { description: 'By name. There are no pages.' },
  putHost: {
    description:
      'Actions name a host and a path under its base address, never an address. Holds for every call that leaves from then on, of runs under way too. 400 for an address that no request may go to, such as a private one. A repeat changes nothing. Where publishing takes two, a host that is added or gets another address is refused with 403 `second-person-required`: propose it.',
    refuses: ['invalid-request', 'second-person-required'],
    example: { baseUrl: 'https://api.example.com/v1' },
  },
  deleteHost: {
    description: 'Calls of it fail from then on, and versions that name it are not published any more.',
    refuses: ['not-found'],
  },
  listSecrets: {
    description:
      'Names and where they may be used, never values. `sealed` says whether a secret is under the current key of the server.',
  },
  putSecret: {
    description:
      'Write-only. Left out, `value` stays and where it may be used changes. For `keepPreviousSeconds` callers may still sign with the value that it replaces. Holds for calls that leave from then on. 503 `configuration-missing` where the server has no key to seal with.',
    refuses: ['invalid-request', 'conflict', 'configuration-missing'],
    example: { value: 's3cr3t', hosts: ['payments'] },
  },
  deleteSecret: {
    description:
      'Calls that need it fail from then on, and hooks that check their callers with it take none.',
    refuses: ['not-found'],
  },
  resealSecrets: {
    description:
      'May be interrupted and repeated. When every secret says `current`, the former key may go. `lost` names those that no key opens: set their values again.',
  },
  listChanges: {
    description:
      '`next` is the `before` of the page after this one, and null on the last. An answer has 50 entries unless `limit` says otherwise.',
    parameters: {
      before: 'Only entries with a smaller number: `next` of the page before',
      kind: 'Only changes of this kind',
      by: 'Only changes by who the log calls so',
      subject: 'Only changes of this loop, host, member or whatever it was done to',
      text: 'Words that stand anywhere in an entry, in any case',
      since: 'From this moment on, in milliseconds since the epoch',
      until: 'Before this moment, in milliseconds since the epoch',
    },
  },
  exportChanges: {
    description:
      'Every entry with its hash, and a signed head that ties them to the workspace and the time, so that anyone can verify it without this server.',
  },
} satisfies Record<keyof typeof workspaceRoutes, Details>
