import type { TokenInfo } from '../../../shared/api/identity.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi, useChange } from '../../app/useApi.ts'
import { Badge } from '../../ui/Badge.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Time } from '../../ui/Time.tsx'
import { RemoveButton } from '../RemoveButton.tsx'
import { ResourceTable } from '../ResourceTable.tsx'
import { SectionIntro } from '../SectionIntro.tsx'
import { reasonIn } from '../WhyField.tsx'
import { TokenForm } from './TokenForm.tsx'

/** Tokens for the API. A new one is shown once. */
export function TokensPanel() {
  const tokens = useApi('listTokens', {})
  const remove = useChange('deleteToken', { drops: ['listTokens', 'listSessions'] })
  return (
    <>
      <SectionIntro title="Tokens">
        A token lets a program use the API with one role, or less. Only its hash is kept.
      </SectionIntro>
      {tokens.error && <ProblemNotice error={tokens.error} onRetry={() => void tokens.refetch()} />}
      <ResourceTable<TokenInfo>
        caption="Tokens"
        rows={tokens.data?.tokens}
        keyOf={(token) => token.id}
        empty={
          <EmptyState title="No tokens yet">
            Make one for each program that calls the API, with the smallest role that will do.
          </EmptyState>
        }
        columns={[
          { key: 'name', label: 'Name', className: 'w-full', cell: (token) => token.name },
          { key: 'role', label: 'May', className: 'min-w-48', cell: (token) => <Reach token={token} /> },
          {
            key: 'made',
            label: 'Made',
            className: 'whitespace-nowrap',
            cell: (token) => (
              <span className="text-fg-2">
                <Time at={token.createdAt} /> by {token.createdBy}
              </span>
            ),
          },
          {
            key: 'used',
            label: 'Last used',
            className: 'whitespace-nowrap',
            cell: (token) => <Moment at={token.lastUsedAt} />,
          },
          {
            key: 'until',
            label: 'Ends',
            className: 'whitespace-nowrap',
            cell: (token) =>
              token.expiresAt !== null && token.expiresAt <= Date.now() ? (
                <Badge>ended</Badge>
              ) : (
                <Moment at={token.expiresAt} />
              ),
          },
          {
            key: 'do',
            label: 'Actions',
            hidden: true,
            cell: (token) => (
              <RemoveButton
                what={`the token ${token.name}`}
                verb="Revoke"
                says="Whatever uses it is refused at once."
                busy={remove.isPending}
                asksWhy
                onRemove={(why) => remove.mutate({ params: { token: token.id }, query: reasonIn(why) })}
              />
            ),
          },
        ]}
      />
      <TokenForm />
    </>
  )
}

/** The role, and what it is narrowed to. */
function Reach({ token: { role, rights, loops } }: { token: TokenInfo }) {
  return (
    <span className="flex flex-col items-start gap-0.5">
      <Badge>{role}</Badge>
      {rights && <span className="text-xs text-fg-2">only {rights.join(', ')}</span>}
      {loops && <span className="font-mono text-xs text-fg-2">only {loops.join(', ')}</span>}
    </span>
  )
}

const Moment = ({ at }: { at: number | null }) =>
  at === null ? <span className="text-fg-3">never</span> : <Time at={at} />
