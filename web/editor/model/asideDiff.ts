import type { Graph } from '../../../shared/graph/graph.ts'
import type { CanvasGroup, CanvasNote } from '../../../shared/graph/layout.ts'
import { type Change, type FieldChange, fieldChanges } from './fieldChanges.ts'
import { groupsOf } from './groups.ts'
import { notesOf, noteTitle } from './notes.ts'

/** A group or a note that differs; neither changes a version. */
export type AsideChange = {
  sort: 'group' | 'note'
  id: string
  title: string
  change: Change
  fields: readonly FieldChange[]
}

type Sorted<T extends { id: string }> = {
  sort: AsideChange['sort']
  before: readonly T[]
  after: readonly T[]
  title: (item: T) => string
  /** What of it people read; where it stands, and whether it is folded, is no difference. */
  said: (item: T) => unknown
}

/** Which groups and notes differ between two graphs. */
export function asideChanges(before: Graph, after: Graph): AsideChange[] {
  return [
    ...changesOf<CanvasGroup>({
      sort: 'group',
      before: groupsOf(before),
      after: groupsOf(after),
      title: ({ title, id }) => title || id,
      said: ({ title, nodes }) => ({ title, nodes }),
    }),
    ...changesOf<CanvasNote>({
      sort: 'note',
      before: notesOf(before),
      after: notesOf(after),
      title: noteTitle,
      said: ({ text }) => ({ text }),
    }),
  ]
}

function changesOf<T extends { id: string }>({ sort, before, after, title, said }: Sorted<T>): AsideChange[] {
  const had = new Map(before.map((item) => [item.id, item]))
  const has = new Set(after.map(({ id }) => id))
  const about = (item: T) => ({ sort, id: item.id, title: title(item) })
  const kept = after.flatMap((item): AsideChange[] => {
    const old = had.get(item.id)
    if (!old) return [{ ...about(item), change: 'added', fields: [] }]
    const fields = fieldChanges(said(old), said(item), [])
    return fields.length === 0 ? [] : [{ ...about(item), change: 'changed', fields }]
  })
  const gone = before
    .filter(({ id }) => !has.has(id))
    .map((item): AsideChange => ({ ...about(item), change: 'removed', fields: [] }))
  return [...kept, ...gone]
}

/** The groups or notes of the later graph, and those that it no longer has; nothing where there are none. */
export function withGone<K extends 'groups' | 'notes'>(
  of: K,
  before: Graph,
  after: Graph,
): Pick<Graph['layout'], K> | Record<string, never> {
  const has = new Set(after.layout[of]?.map(({ id }) => id))
  const gone = before.layout[of]?.filter(({ id }) => !has.has(id)) ?? []
  if (gone.length === 0) return {}
  return { [of]: [...(after.layout[of] ?? []), ...gone] } as Pick<Graph['layout'], K>
}
