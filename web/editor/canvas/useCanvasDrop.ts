import { useReactFlow } from '@xyflow/react'
import type { DragEvent } from 'react'
import { addFromCatalogue } from '../commands/addFromCatalogue.ts'
import { takeIn } from '../commands/exchange.ts'
import { cardWidth } from '../model/geometry.ts'
import { nodeCatalogue } from '../model/nodeCatalogue.ts'
import type { EditorStore } from '../store/createEditorStore.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { edgeUnder } from './edgeUnder.ts'

/** The type under which the palette's entries are dragged. */
export const catalogueDragType = 'application/x-pavane-node'

/** Takes what is dragged from the palette: onto a wire splices it in, elsewhere puts it there. A file is a whole loop. */
export function useCanvasDrop() {
  const store = useEditorStore()
  const flow = useReactFlow()
  return {
    onDragOver: (event: DragEvent) => {
      const { types } = event.dataTransfer
      if (!types.includes(catalogueDragType) && !types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    },
    onDrop: (event: DragEvent) => {
      const [file] = event.dataTransfer.files
      if (file) {
        event.preventDefault()
        void importDropped(store, file)
        return
      }
      const entry = nodeCatalogue.find((each) => each.key === event.dataTransfer.getData(catalogueDragType))
      if (!entry) return
      event.preventDefault()
      const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const edge = edgeUnder(store.getState(), event.clientX, event.clientY)
      addFromCatalogue(store.getState(), entry, {
        at: { x: point.x - cardWidth / 2, y: point.y - 40 },
        ...(edge ? { edge } : {}),
      })
      store.getState().canvas?.focus()
    },
  }
}

async function importDropped(store: EditorStore, file: File): Promise<void> {
  const { services } = store.getState()
  const text = await file.text().catch(() => null)
  if (text === null) services.tell(`“${file.name}” can’t be read`, 'error')
  else takeIn(store.getState(), text)
}
