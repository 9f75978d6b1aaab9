import { useState } from 'react'
import type { SecretInfo } from '../../shared/api/workspace.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Time } from '../ui/Time.tsx'
import { RemoveButton } from './RemoveButton.tsx'
import { ResourceTable } from './ResourceTable.tsx'
import { SectionIntro } from './SectionIntro.tsx'
import { SealingKeys } from './secrets/SealingKeys.tsx'
import { SecretForm } from './secrets/SecretForm.tsx'
import { SecretUse } from './secrets/SecretUse.tsx'
import { reasonIn } from './WhyField.tsx'

/** Secrets by name. A value can be set and replaced; it is never shown. */
export function SecretsPanel() {
  const secrets = useApi('listSecrets', {})
  const may = useCan('administer')
  const [replaced, setReplaced] = useState<SecretInfo | null>(null)
  const remove = useChange('deleteSecret', { drops: ['listSecrets'] })
  return (
    <>
      <SectionIntro title="Secrets">
        Actions and triggers name a secret; its value is encrypted, reaches only the request that needs it,
        and is never shown or logged again. Name the hosts and loops that a secret is for, and nothing else
        can use it.
      </SectionIntro>
      {secrets.error && <ProblemNotice error={secrets.error} onRetry={() => void secrets.refetch()} />}
      <ResourceTable<SecretInfo>
        caption="Secrets"
        rows={secrets.data?.secrets}
        keyOf={(secret) => secret.name}
        empty={
          <EmptyState title="No secrets yet">
            Add one, then write {'{{ secrets.name }}'} in an action’s headers.
          </EmptyState>
        }
        columns={[
          {
            key: 'name',
            label: 'Name',
            className: 'w-full',
            cell: (secret) => (
              <span className="flex flex-wrap items-center gap-2">
                <code className="font-mono text-xs">{secret.name}</code>
                {secret.sealed === 'former' && <Badge tone="warning">Under a former key</Badge>}
                {secret.sealed === 'lost' && <Badge tone="danger">Can’t be opened: set it again</Badge>}
              </span>
            ),
          },
          {
            key: 'use',
            label: 'May be used',
            className: 'min-w-48',
            cell: (secret) => <SecretUse secret={secret} />,
          },
          {
            key: 'at',
            label: 'Set',
            className: 'whitespace-nowrap',
            cell: (secret) => (
              <span className="text-fg-2">
                <Time at={secret.updatedAt} /> by {secret.updatedBy}
                {secret.previousUntil !== null && (
                  <>
                    {' '}
                    · callers may sign with the old value until <Time at={secret.previousUntil} />
                  </>
                )}
              </span>
            ),
          },
          {
            key: 'do',
            label: 'Actions',
            hidden: true,
            cell: (secret) =>
              may && (
                <span className="flex items-center justify-end gap-1">
                  <Button size="sm" onClick={() => setReplaced(secret)} aria-label={`Change ${secret.name}`}>
                    Change
                  </Button>
                  <RemoveButton
                    what={`the secret ${secret.name}`}
                    says="What needs it fails from then on. The value can't be brought back."
                    busy={remove.isPending}
                    asksWhy
                    onRemove={(why) =>
                      remove.mutate({ params: { secret: secret.name }, query: reasonIn(why) })
                    }
                  />
                </span>
              ),
          },
        ]}
      />
      {may && (
        <SecretForm key={replaced?.name ?? 'new'} replaced={replaced} onDone={() => setReplaced(null)} />
      )}
      {secrets.data && <SealingKeys secrets={secrets.data.secrets} />}
    </>
  )
}
