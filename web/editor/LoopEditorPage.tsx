import { useQuery } from '@tanstack/react-query'
import { useId, useMemo, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { type Answer, callApi } from '../app/api.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { usePageTitle } from '../app/usePageTitle.ts'
import { EditorSession } from './EditorSession.tsx'
import { EditorSkeleton } from './EditorSkeleton.tsx'
import { prepareFirst } from './laterParts.tsx'
import { readGraph } from './model/readGraph.ts'
import { withPositions } from './model/withPositions.ts'
import { warmCompiler } from './problems/createCompiler.ts'
import { RepairView } from './repair/RepairView.tsx'
import { LoopViewPage } from './view/LoopViewPage.tsx'

/** The page of one loop's draft; a link with `?view=` shows it, or a version of it, to look at only. */
export function LoopEditorPage() {
  const { loop = '' } = useParams()
  // The compiler and the inspector load while the loop does.
  useState(warmCompiler)
  useState(prepareFirst)
  const view = useSearchParams()[0].get('view')
  if (view !== null) return <LoopViewPage loop={loop} view={view} />
  return <LoadedLoop key={loop} loop={loop} />
}

function LoadedLoop({ loop }: { loop: string }) {
  const visit = useId()
  usePageTitle(loop)
  // Asked anew at every visit and never again during it: from here on the editor's own document counts.
  const { data, error, refetch } = useQuery<Answer<'getLoop'>, Error>({
    queryKey: ['editor', loop, visit],
    queryFn: ({ signal }) => callApi('getLoop', { params: { loop } }, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  if (data) return <OpenedLoop detail={data} />
  if (error) {
    return (
      <div className="mx-auto w-full max-w-xl p-8">
        <h1 className="mb-3 text-lg font-semibold">{loop}</h1>
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  return <EditorSkeleton />
}

function OpenedLoop({ detail }: { detail: Answer<'getLoop'> }) {
  const [draft, setDraft] = useState(detail.draft)
  const read = useMemo(() => readGraph(draft.graph), [draft.graph])
  if (read.ok) return <EditorSession detail={detail} draft={{ ...draft, graph: withPositions(read.graph) }} />
  return <RepairView loop={detail.name} draft={draft} faults={read.faults} onRepaired={setDraft} />
}
