import { Plus, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { Playback } from '../../replay/playback.ts'
import { Button } from '../../ui/Button.tsx'
import { CodeEditor } from '../../ui/CodeEditor.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useCompletion } from '../inspector/expressions/useCompletion.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { watched } from './watched.ts'

/** Expressions, each with its value at the moment that is played; one that this moment changed says so. */
export function WatchList({ playback }: { playback: Playback }) {
  const store = useEditorStore()
  const watches = useEditor((state) => state.watches)
  const set = (next: readonly string[]) => store.getState().setWatches(next)
  return (
    <div className="flex flex-col gap-2 p-3">
      {watches.length === 0 && (
        <p className="text-sm text-fg-2">
          A watch shows what an expression comes to at each moment of the run, such as{' '}
          <code className="font-mono">run.iteration</code> or <code className="font-mono">steps</code>.
        </p>
      )}
      <ul className="flex flex-col gap-1">
        {watches.map((source, place) => (
          <li key={place} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-2">
            <WatchSource
              label={`Watch ${place + 1}`}
              source={source}
              onChange={(text) => set(watches.with(place, text))}
            />
            <WatchValue source={source} playback={playback} />
            <IconButton
              size="sm"
              label={`Remove watch ${place + 1}`}
              icon={<Trash2 aria-hidden />}
              onClick={() => set(watches.toSpliced(place, 1))}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button size="sm" icon={<Plus aria-hidden />} onClick={() => set([...watches, ''])}>
          Add a watch
        </Button>
      </div>
    </div>
  )
}

type WatchSourceProps = { label: string; source: string; onChange: (text: string) => void }

function WatchSource({ label, source, onChange }: WatchSourceProps) {
  const complete = useCompletion()
  return (
    <CodeEditor
      language="cel"
      label={label}
      singleLine
      value={source}
      complete={complete}
      onChange={onChange}
    />
  )
}

function WatchValue({ source, playback }: { source: string; playback: Playback }) {
  const cursor = useStore(playback, (state) => state.cursor)
  const events = useStore(playback, (state) => state.events)
  const shown = useMemo(() => {
    const { program, stateAt } = playback.getState()
    if (!program || events.length === 0) return null
    const now = watched(source, program, stateAt(cursor))
    const before = watched(source, program, stateAt(Math.max(0, cursor - 1)))
    return { now, isNew: JSON.stringify(now) !== JSON.stringify(before) }
  }, [source, playback, cursor, events])
  if (!shown) return null
  const { now, isNew } = shown
  const text = now.ok ? JSON.stringify(now.value) : now.message
  return (
    <output
      title={text}
      className={cx(
        'flex min-h-7 min-w-0 items-center gap-2 text-xs',
        now.ok ? 'font-mono text-fg-1' : 'text-fg-3',
      )}
    >
      <span className="min-w-0 truncate">{text}</span>
      {isNew && now.ok && <span className="shrink-0 font-sans text-accent">changed here</span>}
    </output>
  )
}
