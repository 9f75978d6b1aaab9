import type { Change } from '../../shared/api/workspace.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi } from '../app/useApi.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Id } from '../ui/Id.tsx'
import { Time } from '../ui/Time.tsx'
import { ResourceTable } from './ResourceTable.tsx'
import { SectionIntro } from './SectionIntro.tsx'

/** The workspace's own log: who changed what. */
export function ChangesPanel() {
  const changes = useApi('listChanges', {})
  return (
    <>
      <SectionIntro title="Changes">
        Every change of loops, hosts, secrets and tokens, newest first. Each entry carries the hash of the one
        before it.
      </SectionIntro>
      {changes.error && <ProblemNotice error={changes.error} onRetry={() => void changes.refetch()} />}
      <ResourceTable<Change>
        caption="Changes, newest first"
        rows={changes.data?.changes}
        keyOf={(change) => String(change.seq)}
        empty={<EmptyState title="Nothing has changed yet" />}
        columns={[
          {
            key: 'at',
            label: 'When',
            className: 'whitespace-nowrap',
            cell: (change) => <Time at={change.at} />,
          },
          { key: 'by', label: 'Who', className: 'whitespace-nowrap', cell: (change) => change.by },
          { key: 'what', label: 'What', className: 'whitespace-nowrap', cell: (change) => change.what },
          {
            key: 'subject',
            label: 'Of',
            cell: (change) => <code className="font-mono text-xs whitespace-nowrap">{change.subject}</code>,
          },
          {
            key: 'detail',
            label: 'Detail',
            className: 'w-full',
            cell: (change) => <span className="break-all text-fg-2">{change.detail}</span>,
          },
          { key: 'hash', label: 'Hash', cell: (change) => <Id id={change.hash} label="hash" /> },
        ]}
      />
    </>
  )
}
