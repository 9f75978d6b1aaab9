import type { Ast } from '../expr/ast.ts'
import { pathOf } from '../expr/ast.ts'
import { textOf } from './terms.ts'

const longest = 90

/** A part of an expression in words for a person: as it would be written, or what it is about where that is long. */
export function shownTerm(ast: Ast): string {
  const text = write(ast)
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

const infix: Readonly<Record<string, string>> = {
  '_+_': '+',
  '_-_': '-',
  '_*_': '*',
  '_/_': '/',
  '_%_': '%',
  '_==_': '==',
  '_!=_': '!=',
  '_<_': '<',
  '_<=_': '<=',
  '_>_': '>',
  '_>=_': '>=',
  '_&&_': '&&',
  '_||_': '||',
  '@in': 'in',
}

function write(ast: Ast): string {
  const { exprKind } = ast
  if (exprKind.case === 'comprehensionExpr') {
    const range = exprKind.value.iterRange
    return range ? `a condition on each of ${write(range)}` : textOf(ast)
  }
  if (exprKind.case === 'listExpr') return `[${exprKind.value.elements.map(write).join(', ')}]`
  if (exprKind.case !== 'callExpr' || pathOf(ast)) return textOf(ast)
  const { target, args, function: name } = exprKind.value
  const [first, second, third] = args.map(write)
  const operator = infix[name]
  if (operator !== undefined && first !== undefined) return args.map(write).join(` ${operator} `)
  if (name === '!_' && first !== undefined) return `!${first}`
  if (name === '_[_]' && first !== undefined) return `${first}[${second}]`
  if (name === '_?_:_') return `${first} ? ${second} : ${third}`
  return `${target ? `${write(target)}.` : ''}${name}(${args.map(write).join(', ')})`
}
