import { GitMerge } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Graph } from '../../../shared/graph/graph.ts'
import { Button } from '../../ui/Button.tsx'
import { overwriteTheirs, takeMerged, takeTheirs } from '../draft/settleConflict.ts'
import { counted } from '../model/counted.ts'
import { type Choice, type Conflict, mergeGraphs } from '../model/mergeGraphs.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { fieldName, valueLine } from './diffWords.ts'

type MergePanelProps = { mine: Graph; theirs: Graph; onPick: (nodes: readonly string[]) => void }

/** Two drafts of one loop: what merges by itself, what both changed, and the builder's choice. */
export function MergePanel({ mine, theirs, onPick }: MergePanelProps) {
  const store = useEditorStore()
  const base = useEditor((state) => state.savedGraph)
  const conflict = useEditor((state) => (state.draft.type === 'conflict' ? state.draft.theirs : null))
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({})
  const merge = useMemo(() => mergeGraphs(base, mine, theirs, choices), [base, mine, theirs, choices])
  if (!conflict) return null
  const { conflicts } = merge
  return (
    <section aria-label="Merge" className="flex flex-col gap-2 border-b border-line-1 px-3 py-2 text-sm">
      <p>
        {conflicts.length === 0
          ? 'Both drafts fit together: what each of you changed can be kept.'
          : `Both of you changed ${counted(conflicts.length, 'place')}. Choose whose stays; the rest fits together.`}
      </p>
      {conflicts.map((each) => (
        <ConflictChoice
          key={each.key}
          conflict={each}
          choice={choices[each.key] ?? 'mine'}
          onChoose={(choice) => setChoices({ ...choices, [each.key]: choice })}
          onPick={onPick}
        />
      ))}
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="sm" onClick={() => overwriteTheirs(store, conflict)}>
          Overwrite with mine
        </Button>
        <Button size="sm" onClick={() => takeTheirs(store, conflict)}>
          Take theirs
        </Button>
        <Button
          size="sm"
          variant="primary"
          icon={<GitMerge aria-hidden />}
          onClick={() => takeMerged(store, conflict, merge.graph)}
        >
          Merge
        </Button>
      </div>
    </section>
  )
}

type ConflictChoiceProps = {
  conflict: Conflict
  choice: Choice
  onChoose: (choice: Choice) => void
  onPick: (nodes: readonly string[]) => void
}

function ConflictChoice({ conflict, choice, onChoose, onPick }: ConflictChoiceProps) {
  const { node, path, title, key } = conflict
  return (
    <fieldset className="rounded-md border border-line-1 p-2">
      <legend className="sr-only">
        {[title, fieldName({ path })].filter((part) => part !== '').join(': ')}
      </legend>
      <button
        type="button"
        disabled={node === null}
        className="flex min-h-6 w-full items-baseline gap-2 text-left hover:text-accent disabled:hover:text-fg-1"
        onClick={() => node !== null && onPick([node])}
      >
        <span className="font-medium">{title}</span>
        <span className="min-w-0 truncate text-xs text-fg-2">{fieldName({ path })}</span>
      </button>
      {(['mine', 'theirs'] as const).map((side) => (
        <label key={side} className="flex min-h-8 items-center gap-2 text-xs">
          <input
            type="radio"
            name={`merge ${key}`}
            checked={choice === side}
            onChange={() => onChoose(side)}
            className="m-1 size-4 shrink-0 accent-(--accent)"
          />
          <span className="w-10 shrink-0 text-fg-2">{side === 'mine' ? 'Mine' : 'Theirs'}</span>
          <span className="min-w-0 font-mono break-words">{valueLine(conflict[side]) ?? 'removed'}</span>
        </label>
      ))}
    </fieldset>
  )
}
