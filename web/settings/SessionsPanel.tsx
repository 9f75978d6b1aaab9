import { useQueryClient } from '@tanstack/react-query'
import type { SessionInfo } from '../../shared/api/identity.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { sessionKey, useCan } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Time } from '../ui/Time.tsx'
import { browserWords } from './browserWords.ts'
import { RemoveButton } from './RemoveButton.tsx'
import { ResourceTable } from './ResourceTable.tsx'
import { SectionIntro } from './SectionIntro.tsx'

const viaWords = {
  link: 'one-time link',
  token: 'token',
  oidc: 'provider',
} as const satisfies Record<SessionInfo['via'], string>

/** The browsers that are signed in: one’s own, and for an admin everybody’s. */
export function SessionsPanel() {
  const client = useQueryClient()
  const admin = useCan('administer')
  const sessions = useApi('listSessions', {})
  const end = useChange('endSession', {
    drops: ['listSessions'],
    onDone: (_, { params }) => {
      const own = sessions.data?.sessions.find(({ id }) => id === params.session)
      if (own?.current) client.setQueryData(sessionKey, null)
    },
  })
  return (
    <>
      <SectionIntro title="Sessions">
        {admin
          ? 'The browsers that are signed in, yours and everybody’s.'
          : 'The browsers in which you are signed in.'}{' '}
        One that nobody uses for a week ends by itself.
      </SectionIntro>
      {sessions.error && <ProblemNotice error={sessions.error} onRetry={() => void sessions.refetch()} />}
      <ResourceTable<SessionInfo>
        caption="Sessions"
        rows={sessions.data?.sessions}
        keyOf={({ id }) => id}
        empty={<EmptyState title="No sessions">You use a token, which starts none.</EmptyState>}
        columns={[
          {
            key: 'who',
            label: 'Who',
            className: 'whitespace-nowrap',
            cell: ({ name, role, current }) => (
              <span className="flex items-center gap-2">
                {name} <Badge>{role}</Badge> {current && <Badge tone="accent">this browser</Badge>}
              </span>
            ),
          },
          {
            key: 'agent',
            label: 'Browser',
            className: 'w-full',
            cell: ({ agent }) => (
              <span className="wrap-anywhere text-fg-2" title={agent}>
                {browserWords(agent)}
              </span>
            ),
          },
          { key: 'via', label: 'By', className: 'whitespace-nowrap', cell: ({ via }) => viaWords[via] },
          {
            key: 'started',
            label: 'Since',
            className: 'whitespace-nowrap',
            cell: ({ startedAt }) => <Time at={startedAt} />,
          },
          {
            key: 'used',
            label: 'Last used',
            className: 'whitespace-nowrap',
            cell: ({ lastUsedAt }) => <Time at={lastUsedAt} />,
          },
          {
            key: 'ends',
            label: 'Ends',
            className: 'whitespace-nowrap',
            cell: ({ expiresAt }) => <Time at={expiresAt} />,
          },
          {
            key: 'do',
            label: 'Actions',
            hidden: true,
            cell: ({ id, name, current }) => (
              <RemoveButton
                what={current ? 'this session' : `a session of ${name}`}
                verb="End"
                says={current ? 'You are signed out here.' : 'That browser is signed out at once.'}
                busy={end.isPending}
                onRemove={() => end.mutate({ params: { session: id } })}
              />
            ),
          },
        ]}
      />
    </>
  )
}
