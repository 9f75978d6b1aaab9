import { X } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { tourSteps } from './tourSteps.ts'

/** The step of the tour, in a line of its own above the canvas: it covers nothing, and everything stays usable. */
export function TourBar() {
  const store = useEditorStore()
  const place = useEditor((state) => state.tour?.step ?? null)
  const step = place === null ? undefined : tourSteps[place]
  if (place === null || !step) return null
  const last = place === tourSteps.length - 1
  const go = (to: number | null) => {
    store.getState().goOnTour(to)
    if (to === null) store.getState().canvas?.focus()
  }
  const show = step.show
  return (
    <section
      aria-label="Tour"
      data-region="tour"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line-1 bg-accent-soft px-3 py-1.5 text-sm"
    >
      <span className="tabular shrink-0 text-xs text-fg-2">
        {place + 1} of {tourSteps.length}
      </span>
      <p className="min-w-60 flex-1">
        <strong className="font-semibold">{step.title}.</strong> {step.text}
      </p>
      <div className="flex items-center gap-1">
        {place > 0 && (
          <Button size="sm" variant="ghost" onClick={() => go(place - 1)}>
            Back
          </Button>
        )}
        {show && (
          <Button size="sm" onClick={() => show.perform(store.getState())}>
            {show.label}
          </Button>
        )}
        <Button
          size="sm"
          variant={step.isDone ? 'ghost' : 'primary'}
          onClick={() => go(last ? null : place + 1)}
        >
          {last ? 'Finish' : step.isDone ? 'Skip this step' : 'Next'}
        </Button>
        <IconButton size="sm" label="Leave the tour" icon={<X aria-hidden />} onClick={() => go(null)} />
      </div>
    </section>
  )
}
