import type { GalleryTemplate } from './TemplateGallery.tsx'

/** The templates that the gallery offers. */
export const galleryTemplates: readonly GalleryTemplate[] = []
