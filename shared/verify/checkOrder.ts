import { type Check, checkTypes } from '../graph/nodes/check.ts'

const known = new WeakMap<readonly Check[], readonly Check[]>()

/** Checks in the order in which they are made: layer by layer, those of one layer as they stand. */
export function inOrder(checks: readonly Check[]): readonly Check[] {
  let ordered = known.get(checks)
  if (!ordered) {
    ordered = checks.toSorted((a, b) => checkTypes.indexOf(a.type) - checkTypes.indexOf(b.type))
    known.set(checks, ordered)
  }
  return ordered
}
