import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { Link } from 'react-router'
import type { Change } from '../../../shared/api/changes.ts'
import { type Answer, callApi } from '../../app/api.ts'
import type { ApiError } from '../../app/apiError.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Id } from '../../ui/Id.tsx'
import { Time } from '../../ui/Time.tsx'
import { ResourceTable } from '../ResourceTable.tsx'
import { SectionIntro } from '../SectionIntro.tsx'
import { ChangeFilterBar } from './ChangeFilterBar.tsx'
import { placeOf, sideWords, whatWords, withShortDigests } from './changeWords.ts'
import { useChangeFilters } from './useChangeFilters.ts'
import { VerifyChanges } from './VerifyChanges.tsx'

/** The workspace's own log: who changed what, when, why, and from what to what. */
export function ChangesPanel() {
  const narrowing = useChangeFilters()
  const { filters, set, isNarrowed } = narrowing
  const changes = useInfiniteQuery<
    Answer<'listChanges'>,
    ApiError,
    InfiniteData<Answer<'listChanges'>>,
    readonly unknown[],
    number | null
  >({
    queryKey: ['listChanges', filters],
    queryFn: ({ pageParam, signal }) =>
      callApi(
        'listChanges',
        { query: { ...filters, ...(pageParam === null ? {} : { before: pageParam }) } },
        signal,
      ),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    placeholderData: (previous) => previous,
  })
  return (
    <>
      <SectionIntro title="Changes">
        Who changed what in this workspace, newest first. Each entry carries the hash of the one before it, so
        a log that was tampered with does not verify.
      </SectionIntro>
      <VerifyChanges />
      <ChangeFilterBar {...narrowing} />
      {changes.error && <ProblemNotice error={changes.error} onRetry={() => void changes.refetch()} />}
      <ResourceTable<Change>
        caption="Changes, newest first"
        rows={changes.data?.pages.flatMap((page) => page.changes)}
        keyOf={(change) => String(change.seq)}
        empty={<EmptyState title={isNarrowed ? 'No change fits' : 'Nothing has changed yet'} />}
        columns={[
          {
            key: 'at',
            label: 'When',
            className: 'whitespace-nowrap align-top',
            cell: (change) => <Time at={change.at} />,
          },
          {
            key: 'by',
            label: 'Who',
            className: 'max-w-48 align-top',
            cell: ({ by }) => <Pick label={by} onPick={() => set('by', by)} title={`Changes by ${by}`} />,
          },
          {
            key: 'what',
            label: 'What',
            className: 'w-full align-top',
            cell: (change) => <What change={change} onSubject={(subject) => set('subject', subject)} />,
          },
          {
            key: 'why',
            label: 'Why',
            className: 'min-w-40 align-top',
            cell: ({ reason }) =>
              reason === undefined ? null : <span className="break-words">{reason}</span>,
          },
          {
            key: 'hash',
            label: 'Hash',
            className: 'align-top',
            cell: (change) => <Id id={change.hash} label="hash" />,
          },
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

function What({ change, onSubject }: { change: Change; onSubject: (subject: string) => void }) {
  const { what, subject, detail, from, to } = change
  const place = placeOf(change)
  const says = detail !== '' && detail !== (to && sideWords(to))
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium whitespace-nowrap">{whatWords(what)}</span>
        <Pick code label={subject} onPick={() => onSubject(subject)} title={`Changes of ${subject}`} />
        {place && (
          <Link to={place.to} className="text-xs whitespace-nowrap text-accent hover:underline">
            {place.label}
          </Link>
        )}
      </span>
      {(from ?? to) && (
        <span className="flex flex-wrap items-center gap-1 text-xs">
          <span className="sr-only">from </span>
          <span className="break-all text-fg-2">{from ? sideWords(from) : 'nothing'}</span>
          <ArrowRight aria-hidden className="size-3 shrink-0 text-fg-3" />
          <span className="sr-only">to </span>
          <span className="break-all">{to ? sideWords(to) : 'nothing'}</span>
        </span>
      )}
      {says && (
        <span className="text-xs break-words text-fg-2" title={detail}>
          {withShortDigests(detail)}
        </span>
      )}
    </div>
  )
}

type PickProps = { label: string; title: string; code?: boolean; onPick: () => void }

/** A name that narrows the list to itself. */
function Pick({ label, title, code = false, onPick }: PickProps) {
  return (
    <button
      type="button"
      title={title}
      onClick={onPick}
      className={`rounded-sm text-left break-words hover:text-accent hover:underline ${code ? 'font-mono text-xs' : ''}`}
    >
      {label}
    </button>
  )
}
