import { GitBranch, GitCompareArrows, History, RotateCcw } from 'lucide-react'
import { Link } from 'react-router'
import type { VersionSummary } from '../../../shared/api/loops.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi } from '../../app/useApi.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Id } from '../../ui/Id.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.ts'
import { restore } from '../commands/versions.ts'
import { draftSide, versionSide } from '../store/compareSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { RolloutPanel } from './rollout/RolloutPanel.tsx'

/** Every published version, newest first: who published it, when and why; compare it, bring it back, branch from it. */
export function VersionsPanel() {
  const loop = useEditor((state) => state.graph.name)
  const published = useEditor((state) => state.published)
  const canary = useEditor((state) => state.canary)
  // Others publish too, and approve what was proposed.
  const { data, error, refetch } = useApi('listVersions', { params: { loop } }, { refetchInterval: 10_000 })
  if (error && !data) {
    return (
      <div className="p-3">
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (!data) return <Skeleton className="m-3 h-20" />
  if (data.versions.length === 0) {
    return (
      <p className="flex items-center gap-2 px-3 py-3 text-sm text-fg-2">
        <History aria-hidden className="size-4" />
        No version yet. Publishing makes one: it never changes, and it stays here to compare with and to go
        back to.
      </p>
    )
  }
  return (
    <>
      <RolloutPanel versions={data.versions} />
      <ul aria-label="Versions" className="py-1">
        <DraftRow />
        {data.versions.map((version, index) => (
          <VersionRow
            key={version.number}
            version={version}
            earlier={data.versions[index + 1]}
            live={version.number === published?.number}
            isCanary={version.number === canary?.number}
          />
        ))}
      </ul>
    </>
  )
}

const row = 'flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1 hover:bg-surface-2'

function DraftRow() {
  const store = useEditorStore()
  const published = useEditor((state) => state.published)
  const same = useEditor((state) => state.versions.find(({ version }) => version === state.program?.version))
  return (
    <li className={row}>
      <Badge tone="accent">Draft</Badge>
      <span className="min-w-0 flex-1 text-sm text-fg-2">
        {same ? `The same as version ${same.number}` : 'What you edit here, saved as you go'}
      </span>
      {published && same?.number !== published.number && (
        <Button
          size="sm"
          icon={<GitCompareArrows aria-hidden />}
          onClick={() => store.getState().compare(versionSide(published.number), draftSide)}
        >
          Compare with version {published.number}
        </Button>
      )}
    </li>
  )
}

type VersionRowProps = {
  version: VersionSummary
  earlier: VersionSummary | undefined
  live: boolean
  isCanary: boolean
}

function VersionRow({ version, earlier, live, isCanary }: VersionRowProps) {
  const store = useEditorStore()
  const loop = useEditor((state) => state.graph.name)
  const { number } = version
  const say = `version ${number}`
  const bringBack = () =>
    restore(store.getState(), number).catch((error: unknown) =>
      toast.error(`Version ${number} could not be restored`, {
        description: error instanceof Error ? error.message : String(error),
      }),
    )
  return (
    <li className={row}>
      <span className="flex w-32 shrink-0 items-center gap-2">
        <Link
          to={`/loops/${loop}?view=${number}`}
          className="text-sm font-medium underline decoration-line-2 underline-offset-2 hover:text-accent"
        >
          Version {number}
        </Link>
        {live && <Badge tone="success">live</Badge>}
        {isCanary && <Badge tone="warning">canary</Badge>}
      </span>
      <span className="min-w-40 flex-1">
        <span className="block truncate text-sm" title={version.note}>
          {version.note || <span className="text-fg-3">No note</span>}
        </span>
        <span className="flex items-center gap-1 text-xs text-fg-2">
          {version.by} <span aria-hidden>·</span> <Time at={version.at} /> <span aria-hidden>·</span>
          <Id id={version.version} label="version" />
        </span>
      </span>
      <span className="flex items-center gap-1">
        {earlier && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => store.getState().compare(versionSide(earlier.number), versionSide(number))}
            aria-label={`What ${say} changed`}
          >
            What it changed
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          icon={<GitCompareArrows aria-hidden />}
          onClick={() => store.getState().compare(versionSide(number), draftSide)}
          aria-label={`Compare ${say} with the draft`}
        >
          Compare
        </Button>
        <Button
          size="sm"
          variant="ghost"
          icon={<RotateCcw aria-hidden />}
          onClick={() => void bringBack()}
          aria-label={`Restore ${say} into the draft`}
        >
          Restore
        </Button>
        <Button
          size="sm"
          variant="ghost"
          icon={<GitBranch aria-hidden />}
          onClick={() => store.getState().setBranching(versionSide(number))}
          aria-label={`Branch a new loop from ${say}`}
        >
          Branch
        </Button>
      </span>
    </li>
  )
}
