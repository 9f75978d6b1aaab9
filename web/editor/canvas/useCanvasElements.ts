import { useMemo, useState } from 'react'
import type { CanvasMarks } from '../../../shared/projections/canvasMarks.ts'
import { problemCounts } from '../problems/problemCounts.ts'
import { useEditor } from '../store/EditorContext.ts'
import { type CanvasElement, createAsideElements, type NoteElement } from './asideElements.ts'
import type { FlowNode } from './flowElements.ts'
import type { useDragging } from './useDragging.ts'

/** The cards, the frames behind them and the notes, each where it is dragged to. */
export function useCanvasElements(
  { shown, sizes, cardsAt }: ReturnType<typeof useDragging>,
  cards: FlowNode[],
  marks: CanvasMarks | null,
): CanvasElement[] {
  const selection = useEditor((state) => state.selection)
  const problems = useEditor(problemCounts)
  const [elementsOf] = useState(createAsideElements)
  const asides = useMemo(
    () =>
      elementsOf({
        graph: shown,
        selectedNodes: new Set(selection.nodes),
        selectedNotes: new Set(selection.notes),
        problems,
        marks,
        editable: true,
      }),
    [elementsOf, shown, selection, problems, marks],
  )
  const notes = useMemo(
    () => (sizes ? asides.notes.map((note) => sizedTo(note, sizes[note.id])) : asides.notes),
    [asides, sizes],
  )
  const here = cardsAt(cards)
  return useMemo(() => {
    if (asides.behind.length + notes.length === 0) return here
    return [...asides.behind, ...here, ...notes]
  }, [asides, notes, here])
}

const sizedTo = (note: NoteElement, size: { width: number; height: number } | undefined): NoteElement =>
  size ? { ...note, ...size, measured: size } : note
