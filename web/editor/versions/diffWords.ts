import { counted } from '../model/counted.ts'
import type { Change, FieldChange } from '../model/fieldChanges.ts'
import type { GraphDiff } from '../model/graphDiff.ts'

/** A difference in one sentence. */
export function diffWords(diff: GraphDiff): string {
  const nodes = (change: Change) => diff.nodes.filter((node) => node.change === change).length
  const edges = diff.edges.length
  const parts = [
    nodes('added') > 0 && `${counted(nodes('added'), 'node')} added`,
    nodes('removed') > 0 && `${counted(nodes('removed'), 'node')} removed`,
    nodes('changed') > 0 && `${counted(nodes('changed'), 'node')} changed`,
    edges > 0 && `${counted(edges, 'wire')} changed`,
    diff.loop.length > 0 && `${counted(diff.loop.length, 'setting')} of the loop changed`,
  ].filter((part) => part !== false)
  const asides = diff.asides.length
  if (asides > 0) parts.push(`${counted(asides, 'group or note', 'groups or notes')} changed`)
  if (parts.length > 0) return parts.join(', ')
  return diff.moved > 0 ? `Nothing differs but where ${counted(diff.moved, 'node')} stand` : 'Nothing differs'
}

/** The place of a field in words. */
export const fieldName = ({ path }: Pick<FieldChange, 'path'>) => path.join(' › ')

/** A value in a line; null where the field is left out. */
export function valueLine(value: unknown, length = 160): string | null {
  if (value === undefined) return null
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value)
  return text.length > length ? `${text.slice(0, length)}…` : text
}
