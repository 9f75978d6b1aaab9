import type { EditorState } from '../store/editorState.ts'

/** The id of the wire at a point of the screen, under whatever stands on it. */
export function edgeUnder({ canvas }: Pick<EditorState, 'canvas'>, x: number, y: number): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest('.react-flow__edge')?.getAttribute('data-id')
    if (id) return id
  }
  return canvas?.farWireAt(x, y) ?? null
}
