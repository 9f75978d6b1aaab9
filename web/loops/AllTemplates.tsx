import { templates } from '../../shared/templates/templates.ts'
import { TemplateGallery, type TemplateGalleryProps } from './TemplateGallery.tsx'

/** Every template there is. */
export function AllTemplates(props: Omit<TemplateGalleryProps, 'templates'>) {
  return <TemplateGallery templates={templates} {...props} />
}
