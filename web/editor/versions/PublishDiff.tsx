import { GitCompareArrows } from 'lucide-react'
import { useMemo } from 'react'
import type { VersionSummary } from '../../../shared/api/loops.ts'
import { Button } from '../../ui/Button.tsx'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { compareWithPublished } from '../commands/versions.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { nodeOf } from '../model/connect.ts'
import { changeCount, graphDiff } from '../model/graphDiff.ts'
import { versionSide } from '../store/compareSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { ChangeList } from './ChangeList.tsx'
import { diffWords } from './diffWords.ts'
import { useSide } from './useSide.ts'

/** What publishing would change against what is live, and the way to see it on the canvas. */
export function PublishDiff() {
  const published = useEditor((state) => state.published)
  return published && <Against published={published} />
}

function Against({ published }: { published: VersionSummary }) {
  const store = useEditorStore()
  const side = useMemo(() => versionSide(published.number), [published.number])
  const live = useSide(side)
  const draft = useEditor((state) => state.graph)
  const diff = useMemo(() => (live.type === 'loaded' ? graphDiff(live.graph, draft) : null), [live, draft])
  if (live.type === 'failed') return <p className="text-xs text-fg-2">{live.message}</p>
  if (!diff) return null
  const pick = (nodes: readonly string[]) => {
    performCommand(store, compareWithPublished)
    const { graph, select } = store.getState()
    select({ nodes: nodes.filter((id) => nodeOf(graph, id)) })
  }
  return (
    <section aria-label={`Changes since version ${published.number}`} className="flex flex-col gap-1">
      <div className="flex items-start justify-between gap-2 text-sm">
        <p>
          <span className="text-fg-2">Since version {published.number}:</span> {diffWords(diff)}
        </p>
        <Button
          size="sm"
          icon={<GitCompareArrows aria-hidden />}
          onClick={() => performCommand(store, compareWithPublished)}
        >
          See it
        </Button>
      </div>
      {changeCount(diff) + diff.asides.length > 0 && (
        <Disclosure summary="Every change">
          <div className="max-h-56 overflow-auto rounded-md border border-line-1">
            <ChangeList diff={diff} onPick={pick} />
          </div>
        </Disclosure>
      )}
    </section>
  )
}
