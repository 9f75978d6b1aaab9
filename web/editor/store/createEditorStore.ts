import { createStore, type StoreApi } from 'zustand/vanilla'
import { createCanvasSlice } from './canvasSlice.ts'
import { createCompareSlice } from './compareSlice.ts'
import { createDocumentSlice, type EditorDocument } from './documentSlice.ts'
import { createDraftSlice, type Releases } from './draftSlice.ts'
import type { EditorState } from './editorState.ts'
import { createProblemsSlice } from './problemsSlice.ts'
import { createProveSlice } from './proveSlice.ts'
import { createSelectionSlice } from './selectionSlice.ts'
import type { EditorServices } from './services.ts'
import { createTestsSlice } from './testsSlice.ts'
import { createTourSlice } from './tourSlice.ts'
import { createTrySlice } from './trySlice.ts'
import { createViewSlice } from './viewSlice.ts'

export type EditorStore = StoreApi<EditorState>

type EditorOptions = Releases & {
  document: EditorDocument
  revision: number
  savedAt: number
  services: EditorServices
}

/** A store for one mounted editor: two editors, or two tests, share nothing. */
export function createEditorStore({ document, services, ...draft }: EditorOptions): EditorStore {
  return createStore<EditorState>()((...parts) => ({
    ...createDocumentSlice(document)(...parts),
    ...createSelectionSlice(...parts),
    ...createProblemsSlice(...parts),
    ...createViewSlice(...parts),
    ...createCanvasSlice(...parts),
    ...createDraftSlice(draft)(...parts),
    ...createCompareSlice(...parts),
    ...createProveSlice(...parts),
    ...createTestsSlice(...parts),
    ...createTourSlice(...parts),
    ...createTrySlice(...parts),
    services,
  }))
}
