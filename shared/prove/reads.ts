import { type Ast, pathOf, walkAst } from '../expr/ast.ts'

/** What a part of an expression reads. */
export type Reads = {
  roots: ReadonlySet<string>
  /** The ids of the steps; null when they are chosen while evaluating. */
  steps: ReadonlySet<string> | null
}

const known = new WeakMap<Ast, Reads>()

/** What a part of an expression reads: roots and steps. */
export function readsOf(ast: Ast): Reads {
  const before = known.get(ast)
  if (before) return before
  const roots = new Set<string>()
  const steps = new Set<string>()
  let isOpen = false
  walkAst(ast, (node, { bound }) => {
    const path = pathOf(node)
    const root = path?.[0]?.replace(/^\./, '')
    if (root === undefined || bound.has(root)) return true
    roots.add(root)
    const id = path?.[1]
    if (root === 'steps' && id === undefined) isOpen = true
    if (root === 'steps' && id !== undefined) steps.add(id)
    return false
  })
  const reads = { roots, steps: isOpen ? null : steps }
  known.set(ast, reads)
  return reads
}
