import { type Ast, boundNames, childrenOf, pathOf } from '../expr/ast.ts'
import { constantIn } from '../expr/inferType.ts'

/** A value that a term is compared with. */
export type Scalar = number | string | boolean | null

/** The same text for parts of expressions that say the same. */
export function textOf(ast: Ast): string {
  const { exprKind } = ast
  switch (exprKind.case) {
    case 'constExpr': {
      const value = constantIn(ast)
      if (value !== undefined) return JSON.stringify(value)
      const { constantKind } = exprKind.value
      return `${constantKind.case ?? ''} ${JSON.stringify(constantKind.value)}`
    }
    case 'identExpr':
    case 'selectExpr': {
      const path = pathOf(ast)?.join('.')
      if (exprKind.case === 'identExpr') return path ?? ''
      const operand = exprKind.value.operand
      const own = path ?? `${operand ? textOf(operand) : ''}.${exprKind.value.field}`
      return exprKind.value.testOnly ? `has(${own})` : own
    }
    case 'callExpr': {
      const path = pathOf(ast)?.join('.')
      if (path !== undefined) return path
      const { target, args, function: name } = exprKind.value
      return `${target ? `${textOf(target)}.` : ''}${name}(${args.map(textOf).join(', ')})`
    }
    case 'comprehensionExpr':
      return `(${boundNames(exprKind.value).join(' ')}: ${childrenOf(ast).map(textOf).join('; ')})`
    case 'listExpr':
    case 'structExpr':
    case undefined:
      return `${exprKind.case ?? ''}[${childrenOf(ast).map(textOf).join(', ')}]`
  }
}

/** A term that is compared with literals, and what the comparison makes of its value. */
export type Comparison = {
  term: Ast
  literals: readonly Scalar[]
  holds: (value: Scalar) => boolean | 'error'
}

const ordered: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '_<_': (a, b) => a < b,
  '_<=_': (a, b) => a <= b,
  '_>_': (a, b) => a > b,
  '_>=_': (a, b) => a >= b,
}

const turned: Readonly<Record<string, string>> = {
  '_<_': '_>_',
  '_<=_': '_>=_',
  '_>_': '_<_',
  '_>=_': '_<=_',
}

/** The comparison with literals that an expression is; null when it is none. */
export function comparisonOf({ exprKind }: Ast): Comparison | null {
  if (exprKind.case !== 'callExpr' || exprKind.value.target) return null
  const { function: name, args } = exprKind.value
  const [first, second] = args
  if (!first || !second) return null
  if (name === '@in') return membershipOf(first, second)
  const right = constantIn(second)
  const left = constantIn(first)
  if ((left === undefined) === (right === undefined)) return null
  const term = right === undefined ? second : first
  const literal = right === undefined ? left : right
  if (literal === undefined) return null
  if (name === '_==_') return { term, literals: [literal], holds: (value) => value === literal }
  if (name === '_!=_') return { term, literals: [literal], holds: (value) => value !== literal }
  const compare = ordered[right === undefined ? (turned[name] ?? '') : name]
  if (!compare || typeof literal !== 'number') return null
  return {
    term,
    literals: [literal],
    holds: (value) => (typeof value === 'number' ? compare(value, literal) : 'error'),
  }
}

function membershipOf(term: Ast, list: Ast): Comparison | null {
  if (list.exprKind.case !== 'listExpr' || constantIn(term) !== undefined) return null
  const literals = list.exprKind.value.elements.map(constantIn)
  const known = literals.filter((literal) => literal !== undefined)
  if (known.length < literals.length) return null
  return { term, literals: known, holds: (value) => known.includes(value) }
}
