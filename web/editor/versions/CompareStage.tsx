import './versions.css'
import { ArrowRight, X } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Graph } from '../../../shared/graph/graph.ts'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { GraphView } from '../canvas/GraphView.tsx'
import { restoreVersion } from '../commands/versions.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { changeCount, graphDiff } from '../model/graphDiff.ts'
import { type Comparison, comparisonText, sideName } from '../store/compareSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { ChangeList } from './ChangeList.tsx'
import { changesInSight } from './changesInSight.ts'
import { diffWords } from './diffWords.ts'
import { MergePanel } from './MergePanel.tsx'
import { RevealNodes } from './RevealNodes.tsx'
import { SidePicker } from './SidePicker.tsx'
import { useSide } from './useSide.ts'

/** Two graphs drawn as one over the canvas, with what differs marked there and listed beside it. Escape leaves. */
export function CompareStage() {
  const comparison = useEditor((state) => state.comparison)
  return comparison && <Stage comparison={comparison} />
}

function Stage({ comparison }: { comparison: Comparison }) {
  const store = useEditorStore()
  const heading = useId()
  const stage = useRef<HTMLElement>(null)
  const from = useSide(comparison.from)
  const to = useSide(comparison.to)
  const canRestore = useEditor(restoreVersion.enabled)
  useEffect(() => {
    stage.current?.focus()
    // What it covers takes the focus again only once it is uncovered.
    return () => store.getState().canvas?.focus()
  }, [store])
  const close = () => store.getState().endComparison()
  const failure = [from, to].find((side) => side.type === 'failed')
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves from anywhere within
    <section
      ref={stage}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it takes the focus when it opens
      tabIndex={-1}
      aria-labelledby={heading}
      className="absolute inset-0 z-20 flex flex-col bg-surface-0 outline-none"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        close()
      }}
    >
      <header className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b border-line-1 bg-surface-1 px-3 py-1">
        <h2 id={heading} className="text-xs font-semibold">
          Compare
        </h2>
        <SidePicker
          label="From"
          side={comparison.from}
          onPick={(side) => store.getState().compare(side, comparison.to)}
        />
        <ArrowRight aria-hidden className="size-3.5 text-fg-3" />
        <SidePicker
          label="To"
          side={comparison.to}
          onPick={(side) => store.getState().compare(comparison.from, side)}
        />
        <span className="ml-auto flex items-center gap-1">
          {canRestore && (
            <Button size="sm" onClick={() => performCommand(store, restoreVersion)}>
              Restore {restoredName(comparison)}
            </Button>
          )}
          <Button size="sm" icon={<X aria-hidden />} aria-keyshortcuts="Escape" onClick={close}>
            Back to the canvas
          </Button>
        </span>
      </header>
      {failure?.type === 'failed' && (
        <p role="alert" className="p-4 text-sm text-danger">
          {failure.message}
        </p>
      )}
      {!failure && from.type === 'loaded' && to.type === 'loaded' && (
        <Compared key={comparisonText(comparison)} from={from.graph} to={to.graph} comparison={comparison} />
      )}
      {!failure && (from.type === 'loading' || to.type === 'loading') && <Skeleton className="m-4 h-48" />}
    </section>
  )
}

function restoredName({ from, to }: Comparison): string {
  return sideName(from.type === 'version' ? from : to).toLowerCase()
}

type ComparedProps = { from: Graph; to: Graph; comparison: Comparison }

function Compared({ from, to, comparison }: ComparedProps) {
  const store = useEditorStore()
  const diff = useMemo(() => graphDiff(from, to), [from, to])
  const changes = useMemo(() => changesInSight(diff), [diff])
  const [selected, setSelected] = useState<string | null>(null)
  const [asked, setAsked] = useState<readonly string[]>([])
  const words = diffWords(diff)
  const pick = (nodes: readonly string[]) => {
    setSelected(nodes.length === 1 ? (nodes[0] ?? null) : null)
    setAsked([...nodes])
  }
  useEffect(() => store.getState().announce(words), [store, words])
  return (
    <div className="flex min-h-0 flex-1">
      <div className="relative min-h-0 min-w-0 flex-1">
        <GraphView
          graph={diff.union}
          changes={changes}
          selectedNode={selected}
          onSelectNode={setSelected}
          label={`${sideName(comparison.from)} and ${sideName(comparison.to).toLowerCase()} in one picture`}
        >
          <RevealNodes nodes={asked} />
        </GraphView>
      </div>
      <aside
        aria-label="What differs"
        className="flex w-72 shrink-0 flex-col overflow-auto border-l border-line-1 bg-surface-1 xl:w-80"
      >
        <p className="border-b border-line-1 px-3 py-2 text-sm font-medium">{words}</p>
        {comparison.from.type === 'theirs' && comparison.to.type === 'draft' && (
          <MergePanel mine={to} theirs={from} onPick={pick} />
        )}
        {changeCount(diff) + diff.asides.length > 0 && (
          <ChangeList diff={diff} selected={selected} onPick={pick} />
        )}
      </aside>
    </div>
  )
}
