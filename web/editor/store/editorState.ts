import type { StateCreator } from 'zustand/vanilla'
import type { CanvasSlice } from './canvasSlice.ts'
import type { CompareSlice } from './compareSlice.ts'
import type { DocumentSlice } from './documentSlice.ts'
import type { DraftSlice } from './draftSlice.ts'
import type { ProblemsSlice } from './problemsSlice.ts'
import type { ProveSlice } from './proveSlice.ts'
import type { SelectionSlice } from './selectionSlice.ts'
import type { EditorServices } from './services.ts'
import type { TestsSlice } from './testsSlice.ts'
import type { TourSlice } from './tourSlice.ts'
import type { TrySlice } from './trySlice.ts'
import type { ViewSlice } from './viewSlice.ts'

/** Everything that one mounted editor knows. */
export type EditorState = DocumentSlice &
  SelectionSlice &
  ProblemsSlice &
  ViewSlice &
  CanvasSlice &
  DraftSlice &
  CompareSlice &
  ProveSlice &
  TestsSlice &
  TourSlice &
  TrySlice & { services: EditorServices }

export type Slice<S> = StateCreator<EditorState, [], [], S>
