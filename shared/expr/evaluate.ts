import { type CelError, type CelResult, celError, isCelError, plan } from '@bufbuild/cel'
import type { Scope } from '../engine/effect.ts'
import type { Json } from '../json.ts'
import { type Ast, walkAst } from './ast.ts'
import { NotJson, PartlyKnownMap, timesUnknownRead, toCelValue, toJsonValue } from './celValues.ts'
import { compileDirect } from './direct/compileDirect.ts'
import { explainError } from './explainError.ts'
import { explainFault } from './explainFault.ts'
import { exprLimits } from './exprLimits.ts'
import { makeEnv } from './functions.ts'
import { LruCache } from './lruCache.ts'
import { Meter } from './meter.ts'
import { oracleAsked } from './oracle.ts'
import { type ParsedCel, parseCel } from './parseCel.ts'
import { withTicks } from './withTicks.ts'

export type Evaluated = { ok: true; value: Json } | { ok: false; error: string }

type Runnable =
  | {
      ok: true
      parsed: ParsedCel
      names: readonly string[]
      run: (scope: Record<string, never>) => CelResult
      /** The same without the library, for what needs nothing of it. */
      direct: ((scope: Scope) => Json | undefined) | null
    }
  | { ok: false; error: string }

const meter = new Meter()
const env = makeEnv(meter)
const cache = new LruCache<string, Runnable>(1000)

/**
 * Evaluates a CEL expression over a scope of JSON values. Never throws, never runs code, and stops within bounds
 * (`exprLimits`); the same source and scope give the same result anywhere.
 *
 * @example evaluate('input.amount * 2 > 10', { input: { amount: 6 } }) // { ok: true, value: true }
 */
export function evaluate(source: string, scope: Scope): Evaluated {
  const oracle = oracleAsked()
  if (oracle) return oracle.evaluate(source, scope)
  const runnable = runnableOf(source)
  if (!runnable.ok) return runnable
  const value = runnable.direct?.(scope)
  return value === undefined ? evaluateByLibrary(runnable, scope) : { ok: true, value }
}

/** What an expression comes to when the library alone evaluates it: the same. */
export function evaluateIndirectly(source: string, scope: Scope): Evaluated {
  const runnable = runnableOf(source)
  return runnable.ok ? evaluateByLibrary(runnable, scope) : runnable
}

function runnableOf(source: string): Runnable {
  return source.length > exprLimits.sourceLength ? prepare(source) : cache.get(source, () => prepare(source))
}

function evaluateByLibrary(runnable: Extract<Runnable, { ok: true }>, scope: Scope): Evaluated {
  meter.reset()
  try {
    const result = runnable.run(celScope(runnable.names, scope))
    if (meter.excess !== null) return { ok: false, error: `The expression was stopped: ${meter.excess}` }
    if (isCelError(result)) return { ok: false, error: explainError(result, runnable.parsed.ast, scope) }
    return { ok: true, value: toJsonValue(result) }
  } catch (error) {
    if (error instanceof NotJson) return { ok: false, error: sentence(error.message) }
    if (error instanceof RangeError) return { ok: false, error: 'The values are nested too deep' }
    return { ok: false, error: explainFault(error instanceof Error ? error.message : '') }
  }
}

/** What is not known yet: whole roots, and members of roots that are there with a value still to come. */
export type Unknowns = {
  roots: ReadonlySet<string>
  members: Readonly<Record<string, ReadonlySet<string>>>
}
export type PartlyEvaluated =
  | { is: 'value'; value: Json }
  | { is: 'error'; error: string }
  /** It depends on what is not known. */
  | { is: 'unknown' }

/**
 * Evaluates an expression of which a part is not known yet. `false && unknown` is false, `true || unknown` is true, and
 * `has()` and `in` tell that a member is there; whatever else reads what is not known is unknown.
 */
export function evaluatePartly(source: string, scope: Scope, unknowns: Unknowns): PartlyEvaluated {
  const oracle = oracleAsked()
  if (oracle) return oracle.evaluatePartly(source, scope, unknowns)
  const runnable = runnableOf(source)
  if (!runnable.ok) return { is: 'error', error: runnable.error }
  meter.reset()
  let isRead = false
  const read = () => {
    isRead = true
    return unknown
  }
  try {
    const result = runnable.run(partScope(runnable.names, scope, unknowns, read))
    if (meter.excess !== null) return { is: 'error', error: `The expression was stopped: ${meter.excess}` }
    if (!isCelError(result)) return { is: 'value', value: toJsonValue(result) }
    // Of several errors the library keeps one. Where it met something unknown, that may have been what decides.
    return isRead
      ? { is: 'unknown' }
      : { is: 'error', error: explainError(result, runnable.parsed.ast, scope) }
  } catch (error) {
    if (error instanceof NotJson) return { is: 'error', error: sentence(error.message) }
    return { is: 'error', error: explainFault(error instanceof Error ? error.message : '') }
  }
}

/** What is not known is an error to CEL, whose logic lets it pass where the rest decides. */
const unknown = celError('not known yet')

type RunnablePart = { names: readonly string[]; run: (scope: Record<string, never>) => CelResult }

const runnableParts = new WeakMap<Ast, RunnablePart>()

/**
 * Evaluates a part of an expression over a scope in which `unknownValue` may stand anywhere in place of a value. What does not depend on
 * that is a value or an error as ever.
 */
export function evaluatePart(ast: Ast, scope: Scope): PartlyEvaluated {
  const before = timesUnknownRead()
  meter.reset()
  try {
    const part = runnableParts.get(ast) ?? preparePart(ast)
    const result = part.run(celScope(part.names, scope))
    if (meter.excess !== null) return { is: 'error', error: `The expression was stopped: ${meter.excess}` }
    if (!isCelError(result)) return { is: 'value', value: toJsonValue(result) }
    return timesUnknownRead() > before
      ? { is: 'unknown' }
      : { is: 'error', error: explainError(result, ast, scope) }
  } catch (error) {
    // A value with a part that is not known has no JSON form.
    if (timesUnknownRead() > before) return { is: 'unknown' }
    return { is: 'error', error: explainFault(error instanceof Error ? error.message : '') }
  }
}

function preparePart(ast: Ast): RunnablePart {
  const run = plan(env, withTicks(ast))
  const part: RunnablePart = { names: namesIn(ast), run: (scope) => run(scope) }
  runnableParts.set(ast, part)
  return part
}

function partScope(
  names: readonly string[],
  scope: Scope,
  { roots, members }: Unknowns,
  read: () => CelError,
): Record<string, never> {
  const known: Record<string, unknown> = celScope(
    names.filter((name) => !roots.has(name)),
    scope,
  )
  for (const name of names) {
    const part = members[name]
    if (roots.has(name)) Object.defineProperty(known, name, { get: read })
    else if (part && part.size > 0) known[name] = new PartlyKnownMap(scope[name] ?? {}, part, read)
  }
  return known as Record<string, never>
}

function prepare(source: string): Runnable {
  const parsed = parseCel(source)
  if (!parsed.ok) return { ok: false, error: parsed.error }
  try {
    const run = plan(env, withTicks(parsed.ast))
    return {
      ok: true,
      parsed,
      names: namesIn(parsed.ast),
      run: (scope) => run(scope),
      direct: compileDirect(parsed.ast),
    }
  } catch (error) {
    return { ok: false, error: sentence(error instanceof Error ? error.message : String(error)) }
  }
}

/** Every name that an expression can look up in its scope. */
function namesIn(root: Ast): string[] {
  const names = new Set<string>()
  walkAst(root, ({ exprKind }) => {
    if (exprKind.case === 'identExpr') names.add(exprKind.value.name.replace(/^\./, ''))
  })
  return [...names]
}

/**
 * Own members alone, without a prototype: an expression that names `constructor` finds nothing. What an expression does
 * not name is not touched, since it may be made only when it is read.
 */
function celScope(names: readonly string[], scope: Scope): Record<string, never> {
  const roots: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const name of names) {
    const value = Object.hasOwn(scope, name) ? scope[name] : undefined
    if (value !== undefined) roots[name] = toCelValue(value)
  }
  return roots as Record<string, never>
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
