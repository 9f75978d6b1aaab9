import { useState } from 'react'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan } from '../../app/session.ts'
import { useApi, useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Field } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.ts'
import { ResourceTable } from '../ResourceTable.tsx'
import { SectionIntro } from '../SectionIntro.tsx'

/** The archived runs of one loop after another, each to be brought back. */
export function ArchiveSection() {
  const loops = useApi('listLoops', {})
  const [chosen, setChosen] = useState<string | null>(null)
  const names = loops.data?.loops.map(({ name }) => name) ?? []
  const loop = chosen ?? names[0]
  return (
    <section aria-label="Archive" className="mt-8">
      <SectionIntro title="Archive">
        Runs that were dropped after their time, of loops that archive them first. One that is brought back
        stays a week, without its personal values.
      </SectionIntro>
      {loops.error && <ProblemNotice error={loops.error} onRetry={() => void loops.refetch()} />}
      {loop !== undefined && (
        <>
          <div className="mb-3 max-w-72">
            <Field label="Loop">
              <Select
                value={loop}
                onValueChange={setChosen}
                options={names.map((name) => ({ value: name, label: name }))}
              />
            </Field>
          </div>
          <ArchivedRuns key={loop} loop={loop} />
        </>
      )}
    </section>
  )
}

function ArchivedRuns({ loop }: { loop: string }) {
  const [cursor, setCursor] = useState<string | null>(null)
  const page = useApi('listArchive', { query: { loop, ...(cursor === null ? {} : { cursor }) } })
  const may = useCan('administer')
  const restore = useChange('restoreRun', {
    drops: ['listRuns', 'listChanges'],
    onDone: ({ run }) => toast.success(`${run} is back for a week`),
  })
  if (page.error) return <ProblemNotice error={page.error} onRetry={() => void page.refetch()} />
  const next = page.data?.next ?? null
  return (
    <>
      <ResourceTable
        caption="Archived runs"
        rows={page.data?.runs}
        keyOf={({ run }) => run}
        empty={
          <EmptyState
            title={
              page.data?.available === false
                ? 'This server has no archive'
                : 'No run of this loop is archived'
            }
          />
        }
        columns={[
          {
            key: 'at',
            label: 'Accepted',
            className: 'whitespace-nowrap',
            cell: ({ acceptedAt }) => <Time at={acceptedAt} />,
          },
          {
            key: 'run',
            label: 'Run',
            className: 'w-full',
            cell: ({ run }) => <span className="font-mono text-xs text-fg-2">{run}</span>,
          },
          {
            key: 'restore',
            label: 'Bring back',
            hidden: true,
            cell: ({ run }) =>
              may && (
                <Button
                  size="sm"
                  busy={restore.isPending && restore.variables?.params.run === run}
                  onClick={() => restore.mutate({ params: { run } })}
                >
                  Bring back
                </Button>
              ),
          },
        ]}
      />
      {(next !== null || cursor !== null) && (
        <div className="mt-3 flex gap-2">
          <Button size="sm" disabled={cursor === null} onClick={() => setCursor(null)}>
            First
          </Button>
          <Button size="sm" disabled={next === null} onClick={() => setCursor(next)}>
            Next
          </Button>
        </div>
      )}
    </>
  )
}
