import { useEffect, useState } from 'react'
import { Page } from '../app/Page.tsx'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi } from '../app/useApi.ts'
import { Disclosure } from '../ui/Disclosure.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Input } from '../ui/Input.tsx'
import { ImportLoopButton } from './ImportLoopButton.tsx'
import { LoopRow } from './LoopRow.tsx'
import { LoopRowSkeletons } from './LoopRowSkeletons.tsx'
import { prepareEditor } from './loadEditor.ts'
import { NewLoopButton } from './NewLoopButton.tsx'
import { Templates } from './Templates.tsx'

/** Past this many loops the list gets a filter. */
const filterFrom = 8

/** The loops of the workspace; while there are only examples, the templates stand beside them. */
export function LoopsPage() {
  const list = useApi('listLoops', {}, { refetchInterval: 15_000 })
  const mayBuild = useCan('build')
  useEffect(prepareEditor, [])
  const [filter, setFilter] = useState('')
  const loops = list.data?.loops
  const taken = loops?.map((loop) => loop.name) ?? []
  // Until it is known, the list takes the whole width.
  const own = loops?.some((loop) => !loop.example) ?? true
  const shown = loops?.filter((loop) =>
    `${loop.title} ${loop.name} ${loop.description}`.toLowerCase().includes(filter.toLowerCase()),
  )

  if (loops?.length === 0) {
    return (
      <Page
        title="Start with a loop that runs"
        says="Try a template in the browser at once, take it apart, or start empty."
        actions={mayBuild && <NewLoopActions taken={taken} />}
      >
        <h2 className="sr-only">Templates</h2>
        <Templates taken={taken} />
      </Page>
    )
  }
  return (
    <Page
      title="Loops"
      says="Plan, act, verify: each loop is called by its webhook."
      actions={mayBuild && <NewLoopActions taken={taken} />}
    >
      {list.error && <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />}
      <div className={own ? '' : 'grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_360px]'}>
        <section aria-labelledby="loops-heading" className="flex flex-col gap-2">
          <h2 id="loops-heading" className="sr-only">
            In this workspace
          </h2>
          {loops && loops.length >= filterFrom && (
            <Input
              type="search"
              aria-label="Filter loops"
              placeholder="Filter by title or name"
              className="max-w-72"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
          )}
          {shown?.length === 0 && <EmptyState title="No loop fits this filter" />}
          {shown && shown.length > 0 && (
            <ul className="rounded-md border border-line-1 bg-surface-1">
              {shown.map((loop) => (
                <LoopRow key={loop.name} loop={loop} />
              ))}
            </ul>
          )}
          {list.isPending && <LoopRowSkeletons />}
        </section>
        {loops && !own && (
          <section aria-labelledby="templates-heading" className="flex flex-col gap-2">
            <h2 id="templates-heading" className="text-sm font-semibold">
              Start from a template
            </h2>
            <Templates taken={taken} narrow />
          </section>
        )}
      </div>
      {loops && own && (
        <Disclosure summary="Start from a template">
          <div className="pt-2">
            <Templates taken={taken} />
          </div>
        </Disclosure>
      )}
    </Page>
  )
}

function NewLoopActions({ taken }: { taken: readonly string[] }) {
  return (
    <>
      <ImportLoopButton taken={taken} />
      <NewLoopButton />
    </>
  )
}
