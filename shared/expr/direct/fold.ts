import type { Ast, Comprehension } from '../ast.ts'
import {
  asBoolean,
  asList,
  type Bound,
  type Direct,
  type Env,
  isObject,
  leaveToLibrary,
  type Value,
} from './value.ts'

type Compile = (ast: Ast, bound: Bound) => Direct | null

/** A macro (`all`, `exists`, `map`, `filter`…), which the parser has made a fold; null when a part can't be done directly. */
export function foldOf(fold: Comprehension, bound: Bound, compile: Compile): Direct | null {
  const { iterRange, accuInit, loopCondition, loopStep, result, iterVar, iterVar2, accuVar } = fold
  if (!iterRange || !accuInit || !loopCondition || !loopStep || !result || iterVar2 !== '') return null
  const accu = bound.size
  const item = accu + 1
  const withAccu = new Map([...bound, [accuVar, accu]])
  // Names may hide names of macros around; the others keep slots of macros inside from being these.
  const inside = new Map([...withAccu, [iterVar, item], [` ${accu}`, accu], [` ${item}`, item]])
  const range = compile(iterRange, bound)
  const first = compile(accuInit, bound)
  const goesOn = compile(loopCondition, inside)
  const step = compileStep(loopStep, accuVar, inside, compile)
  const last = compile(result, withAccu)
  if (!range || !first || !goesOn || !step || !last) return null
  return (env) => {
    const items = itemsOf(range(env))
    env.locals[accu] = first(env)
    for (const each of items) {
      spendRound(env)
      env.locals[item] = each
      if (goesOn(env) !== true) break
      env.locals[accu] = step(env)
    }
    return last(env)
  }
}

function itemsOf(range: Value): readonly Value[] {
  return isObject(range) ? Object.keys(range) : asList(range)
}

function spendRound(env: Env): void {
  env.rounds -= 1
  if (env.rounds < 0) leaveToLibrary()
}

/** `map` and `filter` add to a list that nobody else can name, so it grows in place. */
function compileStep(step: Ast, accuVar: string, inside: Bound, compile: Compile): Direct | null {
  const added = addedBy(step, accuVar)
  if (added) return appending(compile(added, inside), inside.get(accuVar) ?? 0)
  const { condition, whenTrue } = conditionOf(step, accuVar)
  const addedThen = whenTrue && addedBy(whenTrue, accuVar)
  if (!condition || !addedThen) return compile(step, inside)
  const slot = inside.get(accuVar) ?? 0
  const holds = compile(condition, inside)
  const append = appending(compile(addedThen, inside), slot)
  return holds && append && ((env) => (asBoolean(holds(env)) ? append(env) : (env.locals[slot] ?? null)))
}

function appending(element: Direct | null, slot: number): Direct | null {
  return (
    element &&
    ((env) => {
      const list = env.locals[slot]
      if (!Array.isArray(list)) return leaveToLibrary()
      list.push(element(env))
      return list as Value
    })
  )
}

/** `accu + [x]`: x. */
function addedBy({ exprKind }: Ast, accuVar: string): Ast | null {
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_+_') return null
  const [left, right] = exprKind.value.args
  if (!isName(left, accuVar) || right?.exprKind.case !== 'listExpr') return null
  const { elements, optionalIndices } = right.exprKind.value
  return elements.length === 1 && optionalIndices.length === 0 ? (elements[0] ?? null) : null
}

/** `condition ? whenTrue : accu`. */
function conditionOf(
  { exprKind }: Ast,
  accuVar: string,
): { condition?: Ast | undefined; whenTrue?: Ast | undefined } {
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_?_:_') return {}
  const [condition, whenTrue, otherwise] = exprKind.value.args
  return isName(otherwise, accuVar) ? { condition, whenTrue } : {}
}

function isName(ast: Ast | undefined, name: string): boolean {
  return ast?.exprKind.case === 'identExpr' && ast.exprKind.value.name === name
}
