import { idsOf, isContainer, ownValue, sameJson } from './sameJson.ts'

export type Change = 'added' | 'removed' | 'changed'

/** One field that differs. An item of a list with ids is named by its id in `path`; undefined stands for a field that is left out. */
export type FieldChange = { path: readonly string[]; before: unknown; after: unknown }

/** The fields in which two values differ, as deep as they are still comparable. */
export function fieldChanges(before: unknown, after: unknown, path: readonly string[]): FieldChange[] {
  if (sameJson(before, after)) return []
  if (!isContainer(before) || !isContainer(after)) return [{ path, before, after }]
  if (Array.isArray(before) || Array.isArray(after)) return listChanges(before, after, path)
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key) => fieldChanges(ownValue(before, key), ownValue(after, key), [...path, key]))
}

function listChanges(before: unknown, after: unknown, path: readonly string[]): FieldChange[] {
  const [had, has] = [idsOf(before), idsOf(after)]
  if (!had || !has || !Array.isArray(before) || !Array.isArray(after)) return [{ path, before, after }]
  const itemOf = (list: unknown[], ids: string[], id: string): unknown => list[ids.indexOf(id)]
  const changes = [...new Set([...has, ...had])].flatMap((id) =>
    fieldChanges(itemOf(before, had, id), itemOf(after, has, id), [...path, id]),
  )
  // The same items in another order.
  return changes.length > 0 ? changes : [{ path, before: had, after: has }]
}
