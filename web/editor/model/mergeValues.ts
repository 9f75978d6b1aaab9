import { idsOf, isContainer, ownValue, sameJson } from './sameJson.ts'

/** A place that both sides changed, each in its own way. Undefined stands for what is left out. */
export type Clash = { path: readonly string[]; base: unknown; mine: unknown; theirs: unknown }
/** Says which of two values a place gets. */
export type Settle = (clash: Clash) => unknown

/** Fields that say what the fields beside them mean: where they differ, an object is taken whole. */
const tags = ['kind', 'type', 'uses', 'scheme', 'strategy'] as const

/**
 * Three values as one. What only one side changed is taken from it; objects are merged field by field, and lists whose
 * items have ids item by item. What both changed differently is asked for, as deep as it can be told apart.
 */
export function mergeValues(
  { base, mine, theirs }: Omit<Clash, 'path'>,
  path: readonly string[],
  settle: Settle,
): unknown {
  if (sameJson(mine, theirs) || sameJson(base, theirs)) return mine
  if (sameJson(base, mine)) return theirs
  // A list that neither had before starts from an empty one.
  const lists = { base: base === undefined ? [] : idsOf(base), mine: idsOf(mine), theirs: idsOf(theirs) }
  if (lists.base && lists.mine && lists.theirs) {
    return mergeLists(
      { base: byId(base), mine: byId(mine), theirs: byId(theirs) },
      mergeOrder(lists.base, lists.mine, lists.theirs),
      path,
      settle,
    )
  }
  if (isObject(base) && isObject(mine) && isObject(theirs) && sameTags(base, mine, theirs)) {
    const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)])
    const merged = [...keys].map((key): [string, unknown] => [
      key,
      mergeValues(
        { base: ownValue(base, key), mine: ownValue(mine, key), theirs: ownValue(theirs, key) },
        [...path, key],
        settle,
      ),
    ])
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined))
  }
  return settle({ path, base, mine, theirs })
}

function mergeLists(
  lists: Record<'base' | 'mine' | 'theirs', ReadonlyMap<string, unknown>>,
  order: readonly string[],
  path: readonly string[],
  settle: Settle,
): unknown[] {
  return order.flatMap((id) => {
    const item = { base: lists.base.get(id), mine: lists.mine.get(id), theirs: lists.theirs.get(id) }
    const merged = mergeValues(item, [...path, id], settle)
    return merged === undefined ? [] : [merged]
  })
}

/** Every id once: in the order of the side that changed it, with what only the other has after what it follows there. */
export function mergeOrder(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): string[] {
  const [lead, other] = sameJson(base, mine) ? [theirs, mine] : [mine, theirs]
  const order = [...lead]
  for (const [index, id] of other.entries()) {
    if (order.includes(id)) continue
    const before = other.slice(0, index).findLast((each) => order.includes(each))
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id)
  }
  return order
}

function byId(list: unknown): Map<string, unknown> {
  const ids = idsOf(list) ?? []
  return new Map(Array.isArray(list) ? ids.map((id, index): [string, unknown] => [id, list[index]]) : [])
}

function isObject(value: unknown): value is Record<string, unknown> {
  return isContainer(value) && !Array.isArray(value)
}

function sameTags(...objects: readonly Record<string, unknown>[]): boolean {
  return tags.every((tag) => {
    const values = objects.map((object) => ownValue(object, tag))
    return values.every((value) => typeof value === 'object' || value === values[0])
  })
}
