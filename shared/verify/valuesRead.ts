import type { Scope } from '../engine/effect.ts'
import { type Ast, pathOf, walkAst } from '../expr/ast.ts'
import { LruCache } from '../expr/lruCache.ts'
import { parseCel } from '../expr/parseCel.ts'
import type { Json, JsonObject } from '../json.ts'

/** Evidence is kept with the run, so a value larger than this is told by its size. */
const longestValue = 2000

type Path = { name: string; root: string; keys: readonly string[] }

const paths = new LruCache<string, readonly Path[]>(1000)

/** What an expression read, by path: enough for a reviewer to judge its result. */
export function valuesRead(source: string, scope: Scope): JsonObject {
  const read: JsonObject = {}
  for (const { name, root, keys } of paths.get(source, () => pathsIn(source)))
    if (Object.hasOwn(scope, root)) read[name] = shown(valueAt(scope, keys))
  return read
}

/** The longest paths from a name that no macro bound, the innermost of each chain left out. */
function pathsIn(source: string): Path[] {
  const parsed = parseCel(source)
  if (!parsed.ok) return []
  const found = new Map<string, Path>()
  walkAst(parsed.ast, (ast: Ast, { bound }) => {
    const path = pathOf(ast)
    const root = path?.[0]?.replace(/^\./, '')
    if (!path || root === undefined || bound.has(root)) return true
    const name = path.join('.')
    found.set(name, { name, root, keys: [root, ...path.slice(1)] })
    return false
  })
  return [...found.values()].sort(byName)
}

/** In the order of a log's keys. */
const byName = (a: Path, b: Path) => (a.name < b.name ? -1 : 1)

function valueAt(scope: Scope, path: readonly string[]): Json | undefined {
  let value: Json | undefined = scope as JsonObject
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as JsonObject)[key]
  }
  return value
}

/** The value as evidence: what is missing or too large is said in words. */
export function shown(value: Json | undefined): Json {
  if (value === undefined) return '(nothing there)'
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  // A character takes six at most, escaped.
  if (typeof value === 'string' && value.length * 6 + 2 <= longestValue) return value
  const length = JSON.stringify(value).length
  return length > longestValue ? `(${length} characters of JSON)` : value
}
