import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import type { Change } from '../../shared/api/changes.ts'
import { type Answer, callApi } from '../app/api.ts'
import type { ApiError } from '../app/apiError.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Id } from '../ui/Id.tsx'
import { Time } from '../ui/Time.tsx'
import { ResourceTable } from './ResourceTable.tsx'
import { SectionIntro } from './SectionIntro.tsx'

/** The workspace's own log: who changed what. */
export function ChangesPanel() {
  const changes = useInfiniteQuery<
    Answer<'listChanges'>,
    ApiError,
    InfiniteData<Answer<'listChanges'>>,
    readonly unknown[],
    number | null
  >({
    queryKey: ['listChanges'],
    queryFn: ({ pageParam, signal }) =>
      callApi('listChanges', { query: pageParam === null ? {} : { before: pageParam } }, signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  })
  return (
    <>
      <SectionIntro title="Changes">
        Every change of loops, hosts, secrets and tokens, newest first. Each entry carries the hash of the one
        before it.
      </SectionIntro>
      {changes.error && <ProblemNotice error={changes.error} onRetry={() => void changes.refetch()} />}
      <ResourceTable<Change>
        caption="Changes, newest first"
        rows={changes.data?.pages.flatMap((page) => page.changes)}
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
      {changes.hasNextPage && (
        <Button
          size="sm"
          className="mt-2 self-start"
          busy={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  )
}
