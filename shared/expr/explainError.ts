import type { CelError } from '@bufbuild/cel'
import type { Scope } from '../engine/effect.ts'
import { type Ast, findNode, pathOf, walkAst } from './ast.ts'
import { explainFault, nounOfType } from './explainFault.ts'

/** An evaluation error in words for the builder: which part, and what to do about it. */
export function explainError(error: CelError, ast: Ast, scope: Scope): string {
  const node = error.exprId === undefined ? undefined : findNode(ast, error.exprId)
  const message = error.message
  const field = /^field not found: (.*)$/s.exec(message)?.[1]
  if (field !== undefined) return explainMissing(field, node && selectionOf(ast, node, field))
  const index = /^index (\S+) out of bounds/.exec(message)?.[1]
  if (index !== undefined && node?.exprKind.case !== 'callExpr')
    return explainIndex(index, node && selectionOf(ast, node, index))
  if (message === 'unresolved attribute') return explainUnresolved(node, scope)
  const unbound = /^unbound function: (.*)$/.exec(message)?.[1]
  if (unbound !== undefined) return `There is no function “${unbound}”`
  const overload = /^found no matching overload for '?(.+?)'? applied to '(.*)'$/.exec(message)
  if (overload?.[1] !== undefined && overload[2] !== undefined)
    return explainOverload(overload[1], overload[2])
  return explainFault(message)
}

/** An indexing error names only the root of `root.a["b"]`: this finds the indexing itself, when its key is a literal. */
function selectionOf(ast: Ast, root: Ast, key: string): Ast | undefined {
  if (root.exprKind.case !== 'identExpr') return root
  const found: Ast[] = []
  walkAst(ast, (node) => {
    const isIndexing = node.exprKind.case === 'callExpr' && pathOf(node)?.at(-1) === key
    if (isIndexing && findNode(node, root.id)) found.push(node)
  })
  return found.length === 1 ? found[0] : undefined
}

function explainIndex(index: string, node: Ast | undefined): string {
  const path = node && pathOf(node)
  if (!path || path.at(-1) !== index) return 'The list has no such element'
  return `There is no element ${index} in ${pathText(path.slice(0, -1))}`
}

/** A key that was computed is a value, so it is not told. */
function explainMissing(field: string, node: Ast | undefined): string {
  const path = node && pathOf(node)
  if (!path || path.at(-1) !== field)
    return node?.exprKind.case === 'selectExpr' && node.exprKind.value.field === field
      ? `There is no “${field}” there; has() tells whether there is`
      : 'There is no such member there; “in” tells whether there is'
  const parent = pathText(path.slice(0, -1))
  const isName = /^[A-Za-z_]\w*$/.test(field)
  const test = isName ? `has(${parent}.${field})` : `${JSON.stringify(field)} in ${parent}`
  return `There is no ${pathText(path)}; test for it with ${test}`
}

function explainUnresolved(node: Ast | undefined, scope: Scope): string {
  const path = node && pathOf(node)
  if (!path) return 'A name in the expression is not known'
  const [root = '', ...rest] = path
  if (!Object.hasOwn(scope, root)) {
    const roots = Object.keys(scope).toSorted()
    const known = roots.length > 0 ? `; there are ${roots.join(', ')}` : ''
    return `“${root}” is not known here${known}`
  }
  return explainMissing(rest.at(-1) ?? root, node)
}

function explainOverload(name: string, types: string): string {
  const operands = types
    .replace(/^(.*)\.\((.*)\)$/s, '$1, $2')
    .replace(/^\((.*)\)$/s, '$1')
    .split(', ')
    .filter((type) => type !== '')
    .map(nounOfType)
  if (name === '_?_:_') return `The condition before “?” is ${operands.join(', ')}, not true or false`
  const operator =
    /^_(\S+)_$/.exec(name)?.[1] ?? /^(.)_$/.exec(name)?.[1] ?? (name === '@in' ? 'in' : undefined)
  if (operator !== undefined) return `“${operator}” can’t take ${operands.join(' and ')}`
  return `“${name}” can’t take ${operands.length > 0 ? operands.join(' and ') : 'nothing'}`
}

/** A path as it is written in CEL. */
export function pathText(path: string[]): string {
  return path
    .map((key, index) => {
      if (index === 0) return key
      if (/^[A-Za-z_]\w*$/.test(key)) return `.${key}`
      return /^\d+$/.test(key) ? `[${key}]` : `[${JSON.stringify(key)}]`
    })
    .join('')
}
