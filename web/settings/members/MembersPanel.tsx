import type { Member, Person, RoleReason } from '../../../shared/api/identity.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi, useChange } from '../../app/useApi.ts'
import { Badge } from '../../ui/Badge.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Time } from '../../ui/Time.tsx'
import { RemoveButton } from '../RemoveButton.tsx'
import { ResourceTable } from '../ResourceTable.tsx'
import { RoleSelect } from '../RoleSelect.tsx'
import { SectionIntro } from '../SectionIntro.tsx'
import { reasonIn } from '../WhyField.tsx'
import { DefaultRole } from './DefaultRole.tsx'
import { MemberForm } from './MemberForm.tsx'

/** Who may do what: people and groups with their roles, everyone else, and who was here. */
export function MembersPanel() {
  const list = useApi('listMembers', {})
  const ways = useApi('getSignInWays', {})
  const nobodyCan = ways.data && ways.data.oidc === null && !ways.data.access
  return (
    <>
      <SectionIntro title="Members">
        People sign in with an account of your organisation; what they may do is set here. A change holds at
        once, also for who is signed in.
      </SectionIntro>
      {nobodyCan && (
        <p className="mb-4 max-w-2xl rounded-md border border-line-1 bg-surface-2 p-3 text-sm text-fg-2">
          Nobody can sign in as a member yet: this server knows no OpenID Connect provider and no Cloudflare
          Access application. The guide “People and tokens” tells how to set one.
        </p>
      )}
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && <DefaultRole role={list.data.defaultRole} />}
      <MemberTable members={list.data?.members} />
      <MemberForm />
      <h3 className="mt-6 mb-2 text-sm font-semibold">Who was here</h3>
      <PeopleTable people={list.data?.people} />
    </>
  )
}

function MemberTable({ members }: { members: readonly Member[] | undefined }) {
  const put = useChange('putMember', { drops: ['listMembers', 'listSessions', 'countPeople'] })
  const remove = useChange('deleteMember', { drops: ['listMembers', 'listSessions', 'countPeople'] })
  return (
    <ResourceTable<Member>
      caption="Members"
      rows={members}
      keyOf={({ member }) => member}
      empty={
        <EmptyState title="No members yet">Give a person or a group of your provider a role.</EmptyState>
      }
      columns={[
        {
          key: 'member',
          label: 'Person or group',
          className: 'w-full',
          cell: ({ member }) => <span className="break-all">{member}</span>,
        },
        {
          key: 'role',
          label: 'Role',
          className: 'min-w-40',
          cell: ({ member, role }) => (
            <RoleSelect
              aria-label={`Role of ${member}`}
              value={role}
              onChange={(next) => put.mutate({ params: { member }, body: { role: next } })}
            />
          ),
        },
        {
          key: 'added',
          label: 'Since',
          className: 'whitespace-nowrap',
          cell: ({ addedAt, addedBy }) => (
            <span className="text-fg-2">
              <Time at={addedAt} /> by {addedBy}
            </span>
          ),
        },
        {
          key: 'do',
          label: 'Actions',
          hidden: true,
          cell: ({ member }) => (
            <RemoveButton
              what={`the member ${member}`}
              says="What everyone else may do is then all that is left."
              busy={remove.isPending}
              asksWhy
              onRemove={(why) => remove.mutate({ params: { member }, query: reasonIn(why) })}
            />
          ),
        },
      ]}
    />
  )
}

const reasonWords = {
  environment: 'set by the server',
  member: 'a member',
  group: 'by a group',
  default: 'as everyone else',
} as const satisfies Record<RoleReason, string>

function PeopleTable({ people }: { people: readonly Person[] | undefined }) {
  return (
    <ResourceTable<Person>
      caption="Who was here"
      rows={people}
      keyOf={({ email }) => email}
      empty={<EmptyState title="Nobody has signed in with an account yet" />}
      columns={[
        {
          key: 'person',
          label: 'Person',
          className: 'w-full',
          cell: ({ email, name }) => (
            <span className="break-all">
              {email}
              {name !== email && <span className="text-fg-2"> ({name})</span>}
            </span>
          ),
        },
        {
          key: 'role',
          label: 'Role now',
          className: 'whitespace-nowrap',
          cell: ({ role, because }) =>
            role === null ? (
              <span className="text-fg-3">none</span>
            ) : (
              <span className="text-fg-2">
                <Badge>{role}</Badge> {because && reasonWords[because]}
              </span>
            ),
        },
        {
          key: 'seen',
          label: 'Last seen',
          className: 'whitespace-nowrap',
          cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
        },
      ]}
    />
  )
}
