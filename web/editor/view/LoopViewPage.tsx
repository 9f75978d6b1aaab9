import { Eye, Link2, PencilLine } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { Link } from 'react-router'
import type { VersionSummary } from '../../../shared/api/loops.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan } from '../../app/session.ts'
import { useApi } from '../../app/useApi.ts'
import { usePageTitle } from '../../app/usePageTitle.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.ts'
import { EditorSkeleton } from '../EditorSkeleton.tsx'
import { readGraph } from '../model/readGraph.ts'
import { ViewedGraph } from './ViewedGraph.tsx'

type LoopViewPageProps = { loop: string; view: string }

/** A loop to look at, behind a link: its draft as it is saved, or one of its versions. Nothing here changes anything. */
export function LoopViewPage({ loop, view }: LoopViewPageProps) {
  usePageTitle(`${loop}, ${view === 'draft' ? 'draft' : `version ${view}`}`)
  if (view === 'draft') return <DraftView loop={loop} />
  if (/^[1-9]\d*$/.test(view)) return <VersionView loop={loop} version={view} />
  return (
    <EmptyState
      title="This link leads nowhere"
      action={
        <Button asChild>
          <Link to={`/loops/${loop}`}>Open the loop</Link>
        </Button>
      }
    >
      A link to look at a loop ends in <code>?view=draft</code> or in the number of a version.
    </EmptyState>
  )
}

const refreshMs = 15_000

function DraftView({ loop }: { loop: string }) {
  const { data, error, refetch } = useApi('getLoop', { params: { loop } }, { refetchInterval: refreshMs })
  const graph = data?.draft.graph
  const read = useMemo(() => (graph === undefined ? null : readGraph(graph)), [graph])
  if (error && !data) return <Failure loop={loop} error={error} onRetry={() => void refetch()} />
  if (!data || !read) return <EditorSkeleton />
  if (!read.ok) {
    return (
      <EmptyState title="This draft can’t be drawn">
        {read.faults[0]?.message}. Whoever edits it is shown its text instead.
      </EmptyState>
    )
  }
  const { savedAt, savedBy } = data.draft
  return (
    <Frame
      loop={loop}
      title={read.graph.title}
      badge={<Badge tone="accent">Draft</Badge>}
      words={
        <>
          saved <Time at={savedAt} /> by {savedBy}
        </>
      }
    >
      <ViewedGraph graph={read.graph} />
    </Frame>
  )
}

function VersionView({ loop, version }: { loop: string; version: string }) {
  const { data, error, refetch } = useApi(
    'getVersion',
    { params: { loop, version } },
    { staleTime: Number.POSITIVE_INFINITY },
  )
  if (error) return <Failure loop={loop} error={error} onRetry={() => void refetch()} />
  if (!data) return <EditorSkeleton />
  return (
    <Frame
      loop={loop}
      title={data.graph.title}
      badge={<Badge tone="success">Version {data.number}</Badge>}
      words={<VersionWords version={data} />}
    >
      <ViewedGraph graph={data.graph} />
    </Frame>
  )
}

function VersionWords({ version: { note, by, at } }: { version: VersionSummary }) {
  return (
    <>
      <span className="truncate">{note}</span>
      <span className="shrink-0">
        published <Time at={at} /> by {by}
      </span>
    </>
  )
}

type FrameProps = { loop: string; title: string; badge: ReactNode; words: ReactNode; children: ReactNode }

/** The bar above: what is shown, that it can’t be changed here, and the way to where it can. */
function Frame({ loop, title, badge, words, children }: FrameProps) {
  const mayBuild = useCan('build')
  const copy = () => {
    navigator.clipboard.writeText(window.location.href).then(
      () =>
        toast.success('Link copied', { description: 'Whoever may sign in sees this; nobody changes it.' }),
      () => toast.error('Not copied', { description: 'The browser refused access to the clipboard.' }),
    )
  }
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line-1 bg-surface-1 px-3">
        <h1 className="min-w-0 truncate text-base font-semibold">{title || loop}</h1>
        {badge}
        <Badge icon={<Eye aria-hidden />}>Read-only</Badge>
        <p className="hidden min-w-0 items-center gap-2 text-xs text-fg-2 md:flex">{words}</p>
        <span className="ml-auto flex shrink-0 items-center gap-1">
          <Button icon={<Link2 aria-hidden />} onClick={copy}>
            Copy link
          </Button>
          {mayBuild && (
            <Button asChild icon={<PencilLine aria-hidden />}>
              <Link to={`/loops/${loop}`}>Open in the editor</Link>
            </Button>
          )}
        </span>
      </header>
      {children}
    </div>
  )
}

function Failure({ loop, error, onRetry }: { loop: string; error: Error; onRetry: () => void }) {
  return (
    <div className="mx-auto w-full max-w-xl p-8">
      <h1 className="mb-3 text-lg font-semibold">{loop}</h1>
      <ProblemNotice error={error} onRetry={onRetry} />
    </div>
  )
}
