import { useEffect } from 'react'
import type { EditorStore } from '../store/createEditorStore.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { readTour, rememberTour } from './tourMemory.ts'
import { tourSteps } from './tourSteps.ts'

/** Begins the tour, or goes on with it, unless this browser's user has finished or left it. Before the first picture, so that nothing jumps. */
export function beginTour(store: EditorStore): void {
  const known = readTour(localStorage)
  if (known !== 'over') store.getState().goOnTour(Math.min(known ?? 0, tourSteps.length - 1))
}

/** Goes on when a step is done, and remembers how far it came. */
export function useTour(): void {
  const store = useEditorStore()
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const { tour } = state
        if (tour?.step !== before.tour?.step) rememberTour(localStorage, tour?.step ?? 'over')
        if (!tour || !tourSteps[tour.step]?.isDone?.(state, tour)) return
        state.goOnTour(tour.step + 1)
        state.announce(`Done. Next: ${tourSteps[tour.step + 1]?.title ?? ''}`)
      }),
    [store],
  )
}
