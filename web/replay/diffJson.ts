import { celPath, type PathStep } from '../ui/jsonPath.ts'

export type Difference = { path: string } & (
  | { kind: 'added'; after: unknown }
  | { kind: 'removed'; before: unknown }
  | { kind: 'changed'; before: unknown; after: unknown }
)

/**
 * What differs between two JSON values, by path. Parts that are the very same object are not looked into, so two states
 * of one fold, which share what did not change, compare in the time that the change takes.
 */
export function diffJson(before: unknown, after: unknown, path: readonly PathStep[] = []): Difference[] {
  if (Object.is(before, after)) return []
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path: celPath('', path), kind: 'changed', before, after }]
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  const array = Array.isArray(before)
  return [...keys].flatMap((key): Difference[] => {
    const step: PathStep = array ? Number(key) : key
    const here = [...path, step]
    const had = Object.hasOwn(before, key)
    const has = Object.hasOwn(after, key)
    if (!had) return [{ path: celPath('', here), kind: 'added', after: after[key] }]
    if (!has) return [{ path: celPath('', here), kind: 'removed', before: before[key] }]
    return diffJson(before[key], after[key], here)
  })
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
