import { useCallback, useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { HookCommand } from '../loops/HookCommand.tsx'
import { queueOf, reviewAddress } from '../replay/review/reviewAddress.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { CancelRunsButton } from './CancelRunsButton.tsx'
import { ChosenRuns, chosenPair } from './ChosenRuns.tsx'
import { LoopLoad } from './LoopLoad.tsx'
import { RunFilterBar } from './RunFilterBar.tsx'
import { RunsPicture } from './RunsPicture.tsx'
import { RunTable } from './RunTable.tsx'
import { type FilterChanges, type RunFilters, readRunFilters, withRunFilters } from './runFilters.ts'
import { useRunList } from './useRunList.ts'

/** The runs of every loop, or of the one in the address. */
export function RunsPage() {
  const { loop } = useParams()
  const [search, setSearch] = useSearchParams()
  const filters: RunFilters = { ...readRunFilters(search), ...(loop ? { loop } : {}) }
  const list = useRunList(filters)
  const narrowed = search.size > 0
  const mayOperate = useCan('operate')
  const mayReview = useCan('review')
  const firstEnded = mayReview ? list.runs.find(({ status }) => status === 'ended') : undefined
  // Where all are shown, most have ended: who means those that have not narrows the list to them first.
  const mayCancel = mayOperate && filters.status !== undefined && filters.status !== 'ended'
  const unended = list.runs.filter(({ status }) => status !== 'ended').map(({ run }) => run)

  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  // What other filters hide is not chosen any more, as far as anybody can see.
  const chosen = list.runs.filter(({ run }) => picked.has(run))
  const navigate = useNavigate()
  const pair = chosenPair(chosen)
  const compare = useCallback(() => {
    if (pair !== null) void navigate(pair)
  }, [pair, navigate])

  const change = useCallback(
    (changes: FilterChanges) => {
      setSearch((current) => withRunFilters(current, changes), { replace: true })
    },
    [setSearch],
  )
  const clear = () => setSearch(new URLSearchParams())

  return (
    <Page
      title={loop ? `Runs of ${loop}` : 'Runs'}
      heading={
        loop ? (
          <>
            Runs of{' '}
            <Link to={`/loops/${loop}`} className="text-accent underline underline-offset-2">
              {loop}
            </Link>
          </>
        ) : undefined
      }
      actions={
        loop ? (
          <>
            <Button asChild>
              <Link to={`/loops/${loop}/deliveries`}>Deliveries</Link>
            </Button>
            <Button asChild>
              <Link to={`/loops/${loop}/plans`}>Plans of this loop</Link>
            </Button>
            <Button asChild>
              <Link to={`/loops/${loop}/drift`}>Drift of this loop</Link>
            </Button>
            <Button asChild>
              <Link to="/runs">Show every loop’s runs</Link>
            </Button>
          </>
        ) : (
          <Button asChild>
            <Link to="/runs/saved">Open a saved run</Link>
          </Button>
        )
      }
    >
      {loop && <LoopLoad loop={loop} />}
      <RunFilterBar filters={filters} loopFixed={loop !== undefined} onChange={change} onClear={clear} />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.error && list.runs.length === 0 ? null : !list.isPending && list.runs.length === 0 ? (
        narrowed ? (
          <NoneFits list={list} onClear={clear} />
        ) : (
          <EmptyState
            picture={<RunsPicture />}
            title="No runs yet"
            action={<HookCommand loop={loop ?? 'issue-triage'} />}
          >
            A run appears here when a webhook calls a loop, or when someone starts one by hand.
          </EmptyState>
        )
      ) : (
        <>
          <RunTable
            runs={list.runs}
            showLoop={loop === undefined}
            readAt={list.dataUpdatedAt}
            loading={list.isPending}
            chosen={picked}
            onChoose={setPicked}
            onCompare={compare}
          />
          <output className="flex items-center gap-3 text-xs text-fg-3">
            {list.runs.length > 0 &&
              `${list.runs.length.toLocaleString('en')} ${list.runs.length === 1 ? 'run' : 'runs'} shown`}
            {list.hasNextPage && (
              <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.lookBack()}>
                Show older runs
              </Button>
            )}
            {firstEnded && (
              <Button size="sm" asChild>
                <Link to={reviewAddress(firstEnded.run, queueOf(filters, list.dataUpdatedAt))}>
                  Review one after the other
                </Link>
              </Button>
            )}
            {mayCancel && unended.length > 0 && chosen.length === 0 && (
              <CancelRunsButton
                runs={unended}
                which="those in this list that have not ended"
                disabled={list.isPlaceholderData}
              />
            )}
          </output>
          {chosen.length > 0 && <ChosenRuns runs={chosen} onClear={() => setPicked(new Set())} />}
        </>
      )}
    </Page>
  )
}

type NoneFitsProps = { list: ReturnType<typeof useRunList>; onClear: () => void }

function NoneFits({ list, onClear }: NoneFitsProps) {
  if (!list.hasNextPage)
    return (
      <EmptyState
        title="No run fits these filters"
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    )
  return (
    <EmptyState
      title="None of the newest runs fits these filters"
      action={
        <Button busy={list.isFetchingNextPage} onClick={() => void list.lookBack()}>
          Look further back
        </Button>
      }
    >
      Older ones were not looked through yet. A time under “More filters” says where to look.
    </EmptyState>
  )
}
