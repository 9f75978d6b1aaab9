import { parse } from '@bufbuild/cel'
import { type Ast, walkAst } from './ast.ts'
import { exprLimits } from './exprLimits.ts'
import { LruCache } from './lruCache.ts'
import { scanBrackets } from './scanBrackets.ts'
import { syntaxHint } from './syntaxHint.ts'

export type ParsedCel = {
  ok: true
  ast: Ast
  /** Where a node starts in the source. */
  offsetOf: (id: bigint) => number | undefined
}
export type Unparsable = { ok: false; error: string; offset: number }

const cache = new LruCache<string, ParsedCel | Unparsable>(1000)

/** Parses an expression and holds it to the bounds that can be known without evaluating. Never throws; cached. */
export function parseCel(source: string): ParsedCel | Unparsable {
  if (source.length > exprLimits.sourceLength)
    return unparsable(
      `The expression is longer than ${exprLimits.sourceLength} characters`,
      exprLimits.sourceLength,
    )
  return cache.get(source, () => parseBounded(source))
}

function parseBounded(source: string): ParsedCel | Unparsable {
  if (source.trim() === '') return unparsable('The expression is empty', 0)
  const scan = scanBrackets(source)
  if (scan.depth > exprLimits.brackets)
    return unparsable(`The expression nests more than ${exprLimits.brackets} brackets`, scan.deepestAt)
  try {
    const { expr, sourceInfo } = parse(source)
    const refusal = outOfBounds(expr)
    if (refusal) return unparsable(refusal, 0)
    const positions = sourceInfo?.positions ?? {}
    return { ok: true, ast: expr, offsetOf: (id) => positions[id.toString()] }
  } catch (error) {
    if (scan.fault) return unparsable(scan.fault.message, scan.fault.at)
    return describeSyntaxError(error, source)
  }
}

function outOfBounds(root: Ast): string | undefined {
  let nodes = 0
  let deepest = 0
  let loops = 0
  walkAst(root, (_, place) => {
    nodes += 1
    deepest = Math.max(deepest, place.depth)
    loops = Math.max(loops, place.loops)
  })
  if (nodes > exprLimits.nodes) return `The expression has more than ${exprLimits.nodes} parts`
  if (deepest > exprLimits.depth) return `The expression is nested deeper than ${exprLimits.depth}`
  if (loops > exprLimits.macroDepth)
    return `The expression nests more than ${exprLimits.macroDepth} macros (all, exists, map, filter)`
  return undefined
}

function unparsable(error: string, offset: number): Unparsable {
  return { ok: false, error, offset }
}

type SyntaxFault = { location?: { start?: { offset?: unknown } }; found?: unknown; rawMessage?: unknown }

function describeSyntaxError(error: unknown, source: string): Unparsable {
  const fault: SyntaxFault = typeof error === 'object' && error !== null ? error : {}
  const offset = fault.location?.start?.offset
  if (typeof offset !== 'number') return unparsable(`The expression can’t be read: ${String(error)}`, 0)
  const rest = source.slice(offset)
  const token = /^(\w+|&&|\|\||[=!<>]=|\S)/.exec(rest)?.[0]
  if (token === undefined) return unparsable('The expression ends too early', source.length)
  const before = source.slice(0, offset).trimEnd()
  const hint = syntaxHint(before, rest)
  if (hint !== undefined) return unparsable(hint, offset)
  if (before === '') return unparsable(`An expression can’t start with “${token}”`, offset)
  if (isOperator(token) && rest.slice(token.length).trim() === '')
    return unparsable(`Something must follow “${token}”`, source.length)
  return unparsable(`“${token}” is unexpected at character ${offset + 1}`, offset)
}

function isOperator(token: string): boolean {
  return /^(&&|\|\||[=!<>]=|[-+*/%<>?:.]|in)$/.test(token)
}
