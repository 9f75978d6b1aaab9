import { lazy, Suspense } from 'react'
import type { LoopTemplate } from '../../shared/templates/template.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'

// The canvas is heavy and most visits never open a preview.
const GraphView = lazy(async () => ({ default: (await import('../editor/canvas/GraphView.tsx')).GraphView }))

type TemplatePreviewProps = {
  template: LoopTemplate
  onClose: () => void
  /** What using it does; without it, it can only be looked at. */
  onUse?: (() => void) | undefined
  busy?: boolean
}

/** A template as it would open: its graph to move about in, what it does and what it teaches. */
export function TemplatePreview({ template, onClose, onUse, busy = false }: TemplatePreviewProps) {
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={template.title}
      description={template.description}
      className="w-[min(1120px,calc(100vw-32px))]"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {onUse && (
            <Button variant="primary" busy={busy} onClick={onUse}>
              Use this template
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="h-[50vh] min-h-64 overflow-hidden rounded-md border border-line-1">
          <Suspense fallback={<Skeleton className="size-full" />}>
            <GraphView graph={template.graph} label={`Graph of ${template.title}`} />
          </Suspense>
        </div>
        <dl className="grid grid-cols-[max-content_1fr] gap-x-3 gap-y-1 text-sm">
          <dt className="text-fg-2">Teaches</dt>
          <dd>{template.teaches}</dd>
          <dt className="text-fg-2">Samples to try</dt>
          <dd>{template.samples.map(({ title }) => title).join(' · ')}</dd>
        </dl>
      </div>
    </Dialog>
  )
}
