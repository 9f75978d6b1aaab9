import type { Json } from '../../../shared/json.ts'

/** A draft may be broken in any way, so its title is read with care. */
export function describeDraft(graph: Json, name: string): { title: string; description: string } {
  const { title, description } = (typeof graph === 'object' && graph !== null ? graph : {}) as Record<
    string,
    unknown
  >
  return {
    title: typeof title === 'string' && title !== '' ? title : name,
    description: typeof description === 'string' ? description : '',
  }
}
