import { useState } from 'react'
import type { Alert } from '../../../shared/api/alerts.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan } from '../../app/session.ts'
import { useApi } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { AlertDialog } from './AlertDialog.tsx'
import { AlertTable } from './AlertTable.tsx'
import { NoticeTable } from './NoticeTable.tsx'

const refreshMs = 10_000

/** Who is told when loops do badly, how each alert stands, and what was told. */
export function AlertsSection({ loops }: { loops: readonly string[] }) {
  const list = useApi('listAlerts', {}, { refetchInterval: refreshMs })
  const may = useCan('administer')
  const [edited, setEdited] = useState<Alert | 'new' | null>(null)
  return (
    <section aria-labelledby="alerts-heading" className="flex flex-col gap-2">
      <header className="flex items-end justify-between gap-4">
        <div>
          <h2 id="alerts-heading" className="text-base font-semibold">
            Alerts
          </h2>
          <p className="text-sm text-fg-2">
            A signed webhook, when a loop does badly and when it is well again.
          </p>
        </div>
        {may && <Button onClick={() => setEdited('new')}>New alert</Button>}
      </header>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton className="h-16" />}
      {list.data && (
        <>
          <AlertTable alerts={list.data.alerts} may={may} onEdit={setEdited} />
          <NoticeTable notices={list.data.notices} />
        </>
      )}
      {edited !== null && (
        <AlertDialog
          edited={edited === 'new' ? null : edited}
          loops={loops.toSorted()}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  )
}
