import { FlaskConical } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { madeUpIn } from './TrialMarks.ts'

/** How many nodes are pinned and mocked, in words; null where none is. */
export function useMadeUpWords(): string | null {
  const graph = useEditor((state) => state.graph)
  const mocks = useEditor((state) => state.mocks)
  return useMemo(() => {
    const all = [...madeUpIn({ graph, mocks }).values()]
    const count = (made: string) => all.filter((each) => each === made).length
    const words = (['pinned', 'mocked'] as const).flatMap((made) =>
      count(made) > 0 ? [`${count(made)} ${made}`] : [],
    )
    return words.length === 0 ? null : words.join(', ')
  }, [graph, mocks])
}

/** In the header, whatever else is open: that Try makes something up, and the way there. */
export function MadeUpBadge() {
  const store = useEditorStore()
  const words = useMadeUpWords()
  if (words === null) return null
  return (
    <Button
      variant="ghost"
      className="text-state-uncertain"
      icon={<FlaskConical aria-hidden />}
      title="Made up in Try only, no part of what is published"
      onClick={() => store.getState().showDock('try')}
    >
      {words}
    </Button>
  )
}

/** Beside publishing: what of Try stays here. */
export function PublishTryNotice() {
  const words = useMadeUpWords()
  if (words === null) return null
  return (
    <p className="flex gap-2 text-xs text-fg-2">
      <FlaskConical aria-hidden className="mt-0.5 size-3.5 shrink-0 text-state-uncertain" />
      In Try, {words}: that stays in this browser. The version calls the real targets.
    </p>
  )
}
