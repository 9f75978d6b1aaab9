import { scanTemplate } from '../expr/scanTemplate.ts'
import type { Json } from '../json.ts'
import type { ExpressionPlace } from './placesIn.ts'

/** The expressions that stand at a place: one, or those of a template. */
export function sourcesOf(place: ExpressionPlace): string[] {
  return place.type === 'template' ? templateSources(place.template) : [place.source]
}

/** The expressions of a template. */
export function templateSources(template: Json): string[] {
  if (typeof template === 'string') {
    const scan = scanTemplate(template)
    return scan.ok ? scan.parts.flatMap((part) => (part.type === 'expr' ? [part.source] : [])) : []
  }
  if (typeof template !== 'object' || template === null) return []
  return Object.values(template).flatMap(templateSources)
}
