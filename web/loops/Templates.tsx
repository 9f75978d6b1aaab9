import { lazy, Suspense } from 'react'
import { Skeleton } from '../ui/Skeleton.tsx'
import type { TemplateGalleryProps } from './TemplateGallery.tsx'

const Gallery = lazy(async () => ({ default: (await import('./AllTemplates.tsx')).AllTemplates }))

/** The gallery of templates, which loads once the page stands: whole loops with their cases are much to carry. */
export function Templates(props: Omit<TemplateGalleryProps, 'templates'>) {
  return (
    <Suspense fallback={<Skeleton className="h-48 rounded-md" />}>
      <Gallery {...props} />
    </Suspense>
  )
}
