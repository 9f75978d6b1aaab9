import { UserRoundCheck } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Select } from '../ui/Select.tsx'
import { ApprovalList } from './ApprovalList.tsx'
import { ApprovalPanel } from './ApprovalPanel.tsx'
import { ApprovalsTabs } from './ApprovalsTabs.tsx'
import { ChosenPane } from './ChosenPane.tsx'
import { type ApprovalFilters, useApprovalList } from './useApprovalList.ts'

const anyLoop = 'any loop'
const shown = [
  { value: 'open', label: 'Open' },
  { value: 'mine', label: 'For me' },
  { value: 'settled', label: 'Decided' },
  { value: 'all', label: 'All' },
] as const

type View = (typeof shown)[number]['value']

const filtersOf = {
  open: { status: 'open' },
  mine: { status: 'open', mine: 'true' },
  settled: { status: 'settled' },
  all: {},
} as const satisfies Record<View, ApprovalFilters>

const nothing = {
  open: 'Nobody is asked anything',
  mine: 'Nothing waits for you',
  settled: 'Nothing was decided yet',
  all: 'Nobody was asked anything yet',
} as const satisfies Record<View, string>

/** What people are asked to approve, in every loop: a list, and what is chosen whole beside it. */
export function ApprovalsPage() {
  const [search, setSearch] = useSearchParams()
  const view = shown.find(({ value }) => value === search.get('show'))?.value ?? 'open'
  const loop = search.get('loop')
  const list = useApprovalList({
    ...filtersOf[view],
    ...(loop ? { loop } : {}),
  })
  const chosen = search.get('of') ?? list.approvals[0]?.approval ?? null
  const set = (name: string, value: string | null) =>
    setSearch(
      (current) => {
        const next = new URLSearchParams(current)
        if (value === null) next.delete(name)
        else next.set(name, value)
        if (name !== 'of') next.delete('of')
        return next
      },
      { replace: true },
    )
  const isEmpty = !list.error && !list.isPending && list.approvals.length === 0
  return (
    <Page
      title="Approvals"
      says="What runs wait for a person to decide. A decision holds for exactly what is shown; what changes is asked about anew."
      actions={
        <search className="flex items-center gap-2">
          <LoopFilter loop={loop} onChange={(value) => set('loop', value)} />
          <Select
            aria-label="Show"
            className="w-28"
            value={view}
            onValueChange={(value) => set('show', value === 'open' ? null : value)}
            options={shown}
          />
        </search>
      }
    >
      <ApprovalsTabs />
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      {isEmpty && search.get('of') === null ? (
        <EmptyState
          picture={<UserRoundCheck className="size-6" />}
          title={nothing[view]}
          {...(view === 'open'
            ? { action: <Button onClick={() => set('show', 'settled')}>Show what was decided</Button> }
            : {})}
          {...(view === 'mine'
            ? { action: <Button onClick={() => set('show', null)}>Show all that is open</Button> }
            : {})}
        >
          An approval appears here when a run comes to an approval node, or a policy asks for one.
        </EmptyState>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[24rem_minmax(0,1fr)]">
          <div className="flex flex-col gap-2">
            <ApprovalList
              approvals={list.approvals}
              loading={list.isPending}
              chosen={chosen}
              onChoose={(approval) => set('of', approval)}
            />
            {list.hasNextPage && (
              <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {view === 'open' || view === 'mine' ? 'Show what is due later' : 'Show older ones'}
              </Button>
            )}
          </div>
          {chosen !== null && (
            <ChosenPane>
              <ApprovalPanel key={chosen} approval={chosen} />
            </ChosenPane>
          )}
        </div>
      )}
    </Page>
  )
}

function LoopFilter({ loop, onChange }: { loop: string | null; onChange: (loop: string | null) => void }) {
  const { data } = useApi('listLoops', {})
  const names = (data?.loops ?? []).map(({ name }) => name)
  return (
    <Select
      aria-label="Loop"
      className="w-44"
      value={loop ?? anyLoop}
      onValueChange={(value) => onChange(value === anyLoop ? null : value)}
      options={[
        { value: anyLoop, label: 'Every loop' },
        ...names.map((name) => ({ value: name, label: name })),
      ]}
    />
  )
}
