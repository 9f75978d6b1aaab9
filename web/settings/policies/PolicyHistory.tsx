import { useState } from 'react'
import type { PolicySetInfo, WorkspacePolicies } from '../../../shared/api/policies.ts'
import { useApi } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Id } from '../../ui/Id.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { ResourceTable } from '../ResourceTable.tsx'
import { PolicyDiffView } from './PolicyDiffView.tsx'
import { diffPolicies } from './policyDiff.ts'

/** Every version that held, and what each changed. */
export function PolicyHistory({ saved: { history } }: { saved: WorkspacePolicies }) {
  const [shown, setShown] = useState<number | null>(null)
  if (history.length === 0) return null
  return (
    <section aria-label="Versions" className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">Versions</h3>
      <ResourceTable<PolicySetInfo>
        caption="Versions of the policies, newest first"
        rows={history}
        keyOf={({ version }) => String(version)}
        empty={null}
        columns={[
          {
            key: 'version',
            label: 'Version',
            cell: ({ version }) => <span className="tabular">{version}</span>,
          },
          { key: 'count', label: 'Policies', cell: ({ count }) => <span className="tabular">{count}</span> },
          {
            key: 'at',
            label: 'Saved',
            className: 'whitespace-nowrap',
            cell: ({ savedAt, savedBy }) => (
              <span className="text-fg-2">
                <Time at={savedAt} /> by {savedBy}
              </span>
            ),
          },
          {
            key: 'note',
            label: 'Note',
            className: 'w-full',
            cell: ({ note }) => <span className="text-fg-2">{note}</span>,
          },
          { key: 'digest', label: 'Digest', cell: ({ digest }) => <Id id={digest} label="digest" /> },
          {
            key: 'do',
            label: 'Actions',
            hidden: true,
            cell: ({ version }) => (
              <Button
                size="sm"
                aria-expanded={shown === version}
                onClick={() => setShown(shown === version ? null : version)}
              >
                What changed
              </Button>
            ),
          },
        ]}
      />
      {shown !== null && <VersionChange key={shown} version={shown} />}
    </section>
  )
}

function VersionChange({ version }: { version: number }) {
  const now = useApi('getPolicyVersion', { params: { version: String(version) } })
  const before = useApi(
    'getPolicyVersion',
    { params: { version: String(version - 1) } },
    { enabled: version > 1 },
  )
  if (!now.data || (version > 1 && !before.data)) return <Skeleton className="h-8" />
  return (
    <div className="rounded-md border border-line-1 bg-surface-1 p-3">
      <h4 className="mb-2 text-xs font-medium text-fg-2">
        Version {version}, compared with {version > 1 ? `version ${version - 1}` : 'none'}
      </h4>
      <PolicyDiffView diff={diffPolicies(before.data?.policies ?? [], now.data.policies)} />
    </div>
  )
}
