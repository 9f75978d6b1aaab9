import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Callback, CallbackStatus } from '../../shared/api/callbacks.ts'
import { type Answer, callApi } from '../app/api.ts'
import type { ApiError } from '../app/apiError.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { RunLink } from '../replay/RelatedRuns.tsx'
import { shortRun } from '../runs/shortRun.ts'
import { ResourceTable } from '../settings/ResourceTable.tsx'
import { SectionIntro } from '../settings/SectionIntro.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Select } from '../ui/Select.tsx'
import { Time } from '../ui/Time.tsx'
import { AskCallbackButton } from './AskCallbackButton.tsx'
import { AttemptList } from './AttemptList.tsx'
import { CallbackStatusBadge, callbackFilters } from './CallbackStatusBadge.tsx'
import { targetWords } from './targetWords.ts'

type Page = Answer<'listCallbacks'>

const refreshMs = 10_000

/** What could not be told of runs that ended, over all loops; what was told, and what is on its way, on request. */
export function CallbacksPanel() {
  const [status, setStatus] = useState<CallbackStatus>('dead')
  const may = useCan('operate')
  const list = useInfiniteQuery<Page, ApiError, { pages: Page[] }, readonly unknown[], string | null>({
    queryKey: ['listCallbacks', status],
    queryFn: ({ pageParam, signal }) =>
      callApi('listCallbacks', { query: { status, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    refetchInterval: refreshMs,
  })
  return (
    <>
      <SectionIntro title="Callbacks">
        A loop’s trigger names who is told when a run has ended, and which loops go on then. What is not taken
        is sent again for three days, and is kept here after that until somebody sends it again or discards
        it.
      </SectionIntro>
      <div className="mb-2 flex items-center gap-2">
        <Select
          aria-label="Show callbacks that are"
          className="w-44"
          value={status}
          onValueChange={(value) => setStatus(CallbackStatus.parse(value))}
          options={callbackFilters}
        />
      </div>
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      <ResourceTable<Callback>
        caption="Callbacks, newest first"
        rows={list.data?.pages.flatMap((page) => page.callbacks)}
        keyOf={({ callback }) => callback}
        empty={<Nothing status={status} />}
        columns={[
          {
            key: 'to',
            label: 'To',
            className: 'w-full',
            cell: ({ target }) => <code className="font-mono text-xs break-all">{targetWords(target)}</code>,
          },
          {
            key: 'run',
            label: 'Run',
            className: 'whitespace-nowrap',
            cell: ({ run, loop }) => (
              <RunLink run={run}>
                {loop} {shortRun(run)}
              </RunLink>
            ),
          },
          {
            key: 'since',
            label: 'Since',
            className: 'whitespace-nowrap',
            cell: ({ since }) => (since === null ? null : <Time at={since} />),
          },
          {
            key: 'status',
            label: 'Status',
            cell: (callback) => <CallbackStatusBadge status={callback.status} />,
          },
          { key: 'attempts', label: 'Attempts', cell: (callback) => <Attempts callback={callback} /> },
          {
            key: 'do',
            label: 'Actions',
            hidden: true,
            cell: (callback) => may && <Actions callback={callback} />,
          },
        ]}
      />
      {list.hasNextPage && (
        <Button
          size="sm"
          className="mt-2 self-start"
          busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  )
}

function Attempts({ callback }: { callback: Callback }) {
  const count = callback.attempts.length
  const words = count === 1 ? '1 attempt' : `${count} attempts`
  return (
    <Popover
      label={`Attempts of ${callback.callback}`}
      text
      trigger={
        <Button size="sm" variant="ghost">
          {words}
        </Button>
      }
    >
      <AttemptList callback={callback} />
    </Popover>
  )
}

function Actions({ callback }: { callback: Callback }) {
  const { status } = callback
  return (
    <span className="flex justify-end gap-1">
      {(status === 'dead' || status === 'discarded' || status === 'delivered') && (
        <AskCallbackButton callback={callback} what="redeliver" />
      )}
      {status === 'waiting' && <AskCallbackButton callback={callback} what="now" />}
      {(status === 'dead' || status === 'waiting') && (
        <AskCallbackButton callback={callback} what="discard" />
      )}
    </span>
  )
}

function Nothing({ status }: { status: CallbackStatus }) {
  if (status === 'dead')
    return (
      <EmptyState title="Every callback was delivered">
        One that its receiver does not take for three days would stand here.
      </EmptyState>
    )
  return <EmptyState title="None" />
}
