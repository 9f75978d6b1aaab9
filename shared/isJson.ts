import type { Json } from './json.ts'

/** Nesting past this is refused, before a recursive reader runs out of stack. */
const maxDepth = 256
/** More values than this are refused. What is shared counts each time: written out it would be there each time. */
const maxValues = 2_000_000

/**
 * Whether a value is JSON and nothing else: plain objects and dense arrays, finite numbers, valid Unicode, no cycles,
 * not nested or large beyond reason. Total over any input, linear, and without recursion.
 */
export function isJson(value: unknown): value is Json {
  try {
    const measure = new Measure().of(value)
    return measure !== null && measure.depth <= maxDepth && measure.values <= maxValues
  } catch {
    // Only an exotic object, a proxy whose traps throw, gets here: JSON has none.
    return false
  }
}

type Size = { values: number; depth: number }
type Open = { object: object; members: readonly unknown[]; next: number; size: Size }

const scalar: Size = { values: 1, depth: 1 }

/** Measures each object once, however often it is shared. */
class Measure {
  readonly #known = new Map<object, Size>()
  /** The objects around the one that is looked at. */
  readonly #path: Open[] = []
  readonly #onPath = new Set<object>()

  /** Null when it is not JSON, or is nested too deep to go on. */
  of(value: unknown): Size | null {
    const size = this.#enter(value)
    if (size !== undefined) return size
    for (let top = this.#path.at(-1); top; top = this.#path.at(-1)) {
      if (top.next === top.members.length) {
        this.#leave(top)
        continue
      }
      const member = this.#enter(top.members[top.next])
      if (member === null || this.#path.length > maxDepth) return null
      if (member === undefined) continue
      top.next += 1
      grow(top.size, member)
    }
    return typeof value === 'object' && value !== null ? (this.#known.get(value) ?? null) : null
  }

  /** The size where it is known, null where the value is not JSON, undefined when its members come first. */
  #enter(value: unknown): Size | null | undefined {
    if (typeof value !== 'object' || value === null) return isScalar(value) ? scalar : null
    const known = this.#known.get(value)
    if (known) return known
    const members = this.#onPath.has(value) ? null : membersOf(value)
    if (!members) return null
    this.#onPath.add(value)
    this.#path.push({ object: value, members, next: 0, size: { values: 1, depth: 1 } })
    return undefined
  }

  #leave({ object, size }: Open): void {
    this.#path.pop()
    this.#onPath.delete(object)
    this.#known.set(object, size)
  }
}

function grow(size: Size, member: Size): void {
  size.values += member.values
  size.depth = Math.max(size.depth, member.depth + 1)
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return value.isWellFormed()
  return value === null || typeof value === 'boolean'
}

/** The values inside an object; null when it is none of JSON's. */
function membersOf(value: object): unknown[] | null {
  const keys = Reflect.ownKeys(value)
  if (Array.isArray(value)) return keys.length === value.length + 1 ? Array.from(value as unknown[]) : null
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return null
  const members: unknown[] = []
  for (const key of keys) {
    if (typeof key !== 'string' || !key.isWellFormed()) return null
    const descriptor = Object.getOwnPropertyDescriptor(value, key)
    if (!descriptor?.enumerable || !('value' in descriptor)) return null
    members.push(descriptor.value)
  }
  return members
}
