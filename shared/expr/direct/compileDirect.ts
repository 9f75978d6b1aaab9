import type { Scope } from '../../engine/effect.ts'
import type { Json } from '../../json.ts'
import type { Ast } from '../ast.ts'
import { exprLimits } from '../exprLimits.ts'
import { foldOf } from './fold.ts'
import { functions, methods } from './functions.ts'
import { binary, negated } from './operators.ts'
import {
  asBoolean,
  type Bound,
  type Direct,
  isObject,
  leaveToLibrary,
  memberOf,
  Undecided,
  type Value,
} from './value.ts'

/** Macros go round no more often than this in one direct evaluation. */
const mostRounds = 10_000

/** After so many evaluations in a row that it left to the library, an expression is not tried directly any more. */
const mostMisses = 8

/**
 * Compiles the common part of CEL to closures over JSON values: names, members, literals, logic, numbers, short texts and macros. The
 * result is that of the library, or undefined where the library has to evaluate: it words the errors, knows the other types, and
 * counts the work. Null when the expression holds anything that is always left to it.
 */
export function compileDirect(root: Ast): ((scope: Scope) => Json | undefined) | null {
  const run = compile(root, new Map())
  if (!run) return null
  let misses = 0
  return (scope) => {
    if (misses >= mostMisses) return undefined
    try {
      const value = asResult(run({ scope, locals: [], rounds: mostRounds }))
      misses = 0
      return value
    } catch (error) {
      if (!(error instanceof Undecided)) throw error
      misses += 1
      return undefined
    }
  }
}

/** One node, with what macros around it have bound; null when it can't be done directly. */
function compile(ast: Ast, bound: Bound): Direct | null {
  const { exprKind } = ast
  switch (exprKind.case) {
    case 'constExpr':
      return constant(exprKind.value.constantKind)
    case 'identExpr':
      return name(exprKind.value.name, bound)
    case 'selectExpr':
      return select(exprKind.value, bound)
    case 'callExpr':
      return call(exprKind.value, bound)
    case 'listExpr':
      return list(exprKind.value, bound)
    case 'comprehensionExpr':
      return foldOf(exprKind.value, bound, compile)
    case 'structExpr':
    case undefined:
      return null
  }
}

type Kind<C extends Ast['exprKind']['case']> =
  Extract<Ast['exprKind'], { case: C }> extends { value: infer V } ? V : never

function constant({ case: kind, value }: Kind<'constExpr'>['constantKind']): Direct | null {
  switch (kind) {
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue':
    case 'int64Value':
      return () => value
    case 'nullValue':
      return () => null
    case 'bytesValue':
    case 'durationValue':
    case 'timestampValue':
    case 'uint64Value':
    case undefined:
      return null
  }
}

function name(text: string, bound: Bound): Direct | null {
  if (text.startsWith('.')) return null
  const slot = bound.get(text)
  if (slot !== undefined) return ({ locals }) => locals[slot] ?? null
  return ({ scope }) => memberOf(scope, text)
}

function select({ operand, field, testOnly }: Kind<'selectExpr'>, bound: Bound): Direct | null {
  const of = operand && compile(operand, bound)
  if (!of) return null
  if (!testOnly) return (env) => memberOf(of(env), field)
  return (env) => {
    const value = of(env)
    return isObject(value) ? Object.hasOwn(value, field) : leaveToLibrary()
  }
}

function list({ elements, optionalIndices }: Kind<'listExpr'>, bound: Bound): Direct | null {
  const each = optionalIndices.length > 0 ? null : allOf(elements, bound)
  return each && ((env) => each.map((element) => element(env)))
}

function allOf(asts: readonly Ast[], bound: Bound): Direct[] | null {
  const runs = asts.map((ast) => compile(ast, bound))
  return runs.every((run) => run !== null) ? runs : null
}

function call({ function: named, target, args }: Kind<'callExpr'>, bound: Bound): Direct | null {
  const runs = allOf(target ? [target, ...args] : args, bound)
  if (!runs) return null
  if (target) return applied(own(methods, `${named}/${args.length}`), runs)
  return (
    logic(named, runs) ??
    operator(named, runs) ??
    (runs.length === 1 ? applied(own(functions, named), runs) : null)
  )
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function applied(
  of: ((args: readonly Value[]) => Value) | undefined,
  runs: readonly Direct[],
): Direct | null {
  return of ? (env) => of(runs.map((run) => run(env))) : null
}

function operator(named: string, [left, right, ...others]: readonly Direct[]): Direct | null {
  const of = own(binary, named)
  return of && left && right && others.length === 0 ? (env) => of(left(env), right(env)) : null
}

function logic(named: string, runs: readonly Direct[]): Direct | null {
  const [first, second, third] = runs
  if (!first) return null
  switch (named) {
    case '_&&_':
      return (env) => runs.every((run) => asBoolean(run(env)))
    case '_||_':
      return (env) => runs.some((run) => asBoolean(run(env)))
    case '-_':
      return (env) => negated(first(env))
    case '!_':
      return (env) => !asBoolean(first(env))
    case '@not_strictly_false':
      return (env) => first(env) !== false
    case '_?_:_':
      return second && third ? (env) => (asBoolean(first(env)) ? second(env) : third(env)) : null
    default:
      return null
  }
}

/** The value as JSON, shared where it can be; what the library would refuse or change is left to it. */
function asResult(value: Value): Json {
  let nodes = 0
  const visit = (each: Value, depth: number): Json => {
    nodes += 1
    if (nodes > exprLimits.resultNodes || depth > exprLimits.resultDepth) return leaveToLibrary()
    if (typeof each === 'bigint') return safe(each)
    if (typeof each === 'number') return Object.is(each, -0) ? 0 : each
    if (typeof each !== 'object' || each === null) return each
    if (!Array.isArray(each)) {
      for (const member of Object.values(each))
        if (!Object.is(visit(member, depth + 1), member)) leaveToLibrary()
      return each as Json
    }
    const elements = each.map((element: Value) => visit(element, depth + 1))
    return elements.every((element, index) => Object.is(element, each[index])) ? (each as Json) : elements
  }
  return visit(value, 0)
}

function safe(value: bigint): number {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : leaveToLibrary()
}
