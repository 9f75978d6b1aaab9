import { loadedLater } from '../ui/loadedLater.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'

/** What stands in a panel until its code is there. */
const panel = (
  <div aria-hidden className="flex min-w-0 flex-1 flex-col gap-2 p-3">
    <Skeleton className="h-6 w-40" />
    <Skeleton className="h-24" />
  </div>
)

// The canvas, the outline and the header are drawn first. What follows loads while they can be read already.
export const InspectorPanel = loadedLater(
  async () => (await import('./inspector/InspectorPanel.tsx')).InspectorPanel,
  panel,
)
export const Prompts = loadedLater(async () => (await import('./prompts/Prompts.tsx')).Prompts)
export const TableStage = loadedLater(
  async () => (await import('./inspector/table/TableStage.tsx')).TableStage,
)
export const CompareStage = loadedLater(
  async () => (await import('./versions/CompareStage.tsx')).CompareStage,
)
export const BranchDialog = loadedLater(
  async () => (await import('./versions/BranchDialog.tsx')).BranchDialog,
)
export const LoopEdgeForm = loadedLater(
  async () => (await import('./canvas/loopEdge/LoopEdgeForm.tsx')).LoopEdgeForm,
)
export const TemplatePicker = loadedLater(
  async () => (await import('./canvas/TemplatePicker.tsx')).TemplatePicker,
  panel,
)
export const PublishForm = loadedLater(
  async () => (await import('./draft/PublishForm.tsx')).PublishForm,
  panel,
)
export const ProgramPanel = loadedLater(
  async () => (await import('./program/ProgramPanel.tsx')).ProgramPanel,
  panel,
)
export const TryPanel = loadedLater(async () => (await import('./try/TryPanel.tsx')).TryPanel, panel)
export const TestsPanel = loadedLater(async () => (await import('./tests/TestsPanel.tsx')).TestsPanel, panel)
export const ProvePanel = loadedLater(async () => (await import('./prove/ProvePanel.tsx')).ProvePanel, panel)
export const VersionsPanel = loadedLater(
  async () => (await import('./versions/VersionsPanel.tsx')).VersionsPanel,
  panel,
)
export const EditorCallPanel = loadedLater(
  async () => (await import('./call/EditorCallPanel.tsx')).EditorCallPanel,
  panel,
)

const parts = [TryPanel, TestsPanel, VersionsPanel, ProvePanel, ProgramPanel, EditorCallPanel]

// Opening a part asks again, and says so where it fails.
const toldLater = (error: unknown) => console.warn('A part of the editor could not be loaded ahead', error)

/** Loads what is drawn, or asked for by a key, right after the canvas while the loop itself is still asked for. */
export function prepareFirst(): void {
  Promise.all([InspectorPanel.load(), Prompts.load()]).catch(toldLater)
}

/** Has what is behind the tabs ready before it is asked for, in the browser's idle time. Gives what calls it off. */
export function prepareParts(): () => void {
  if (!('requestIdleCallback' in window)) return () => undefined
  const idle = requestIdleCallback(() => {
    Promise.all(parts.map(({ load }) => load())).catch(toldLater)
  })
  return () => cancelIdleCallback(idle)
}
