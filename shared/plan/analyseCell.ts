import type { Ast } from '../expr/ast.ts'
import { parseCel } from '../expr/parseCel.ts'
import { isSameJson } from '../isSameJson.ts'
import { isAny } from './cell.ts'

/** A value that a cell compares with. */
export type Scalar = number | string | boolean | null

/** Whether a value fits; `error` where the comparison can't be made. */
type Test = (it: Scalar) => boolean | 'error'

/** What a cell lets through, where that can be told from the cell alone. */
export type CellSet =
  | { is: 'any' }
  | { is: 'known'; test: Test; literals: readonly Scalar[]; readsBool: boolean }
  | { is: 'unknown'; source: string }

/**
 * Reads a cell of literals, lists of them, comparisons of `it` with literals, `in`, `&&`, `||` and `!`. Anything else is unknown. What it
 * tells agrees with `matchCell`: a property holds that.
 */
export function readCell(cell: string): CellSet {
  if (isAny(cell)) return { is: 'any' }
  const source = cell.trim()
  const parsed = parseCel(source)
  const reader = new CellReader()
  const test = parsed.ok ? reader.readCell(parsed.ast) : null
  if (!test) return { is: 'unknown', source }
  return { is: 'known', test, literals: reader.literals, readsBool: reader.readsBool }
}

class CellReader {
  readonly literals: Scalar[] = []
  readsBool = false
  #readsIt = false

  readCell(ast: Ast): Test | null {
    const literal = this.#literal(ast)
    if (literal !== undefined) return (it) => isSameJson(it, literal)
    const test = this.#listTest(ast) ?? this.#condition(ast)
    // What reads nothing is a value to compare with, whatever it looks like.
    return this.#readsIt || ast.exprKind.case === 'listExpr' ? test : null
  }

  #listTest(ast: Ast): Test | null {
    if (ast.exprKind.case !== 'listExpr') return null
    const members = ast.exprKind.value.elements.map((element) => this.#literal(element))
    if (members.some((member) => member === undefined)) return null
    return (it) => members.some((member) => member !== undefined && isSameJson(it, member))
  }

  #condition(ast: Ast): Test | null {
    const { exprKind } = ast
    if (this.#isIt(ast)) {
      this.readsBool = true
      return (it) => (typeof it === 'boolean' ? it : 'error')
    }
    if (exprKind.case === 'constExpr') {
      const { constantKind } = exprKind.value
      return constantKind.case === 'boolValue' ? () => constantKind.value : null
    }
    if (exprKind.case !== 'callExpr' || exprKind.value.target) return null
    const { function: name, args } = exprKind.value
    switch (name) {
      case '!_': {
        const test = args[0] && this.#condition(args[0])
        return test ? (it) => negated(test(it)) : null
      }
      case '_&&_':
        return this.#joined(args, false)
      case '_||_':
        return this.#joined(args, true)
      case '@in':
        return args[0] && args[1] && this.#isIt(args[0]) ? this.#listTest(args[1]) : null
      default:
        return this.#comparison(name, args)
    }
  }

  /** `&&` is decided by one false, `||` by one true; an error counts only where nothing decides. */
  #joined(args: readonly Ast[], decisive: boolean): Test | null {
    const tests = args.map((arg) => this.#condition(arg))
    if (tests.some((test) => test === null)) return null
    return (it) => {
      const results = tests.map((test) => test?.(it))
      if (results.includes(decisive)) return decisive
      return results.includes('error') ? 'error' : !decisive
    }
  }

  #comparison(name: string, [first, second]: readonly Ast[]): Test | null {
    if (!first || !second) return null
    const isTurned = this.#isIt(second)
    if (!isTurned && !this.#isIt(first)) return null
    const literal = this.#literal(isTurned ? first : second)
    const operator = isTurned ? turned[name] : name
    if (literal === undefined) return null
    if (operator === '_==_') return (it) => isSameJson(it, literal)
    if (operator === '_!=_') return (it) => !isSameJson(it, literal)
    // Only numbers: texts and truth values are ordered too, but not so that the gaps between them could be told.
    if (typeof literal !== 'number') return null
    const compare = comparisons[operator ?? '']
    return compare ? (it) => (typeof it === 'number' ? compare(it, literal) : 'error') : null
  }

  #isIt({ exprKind }: Ast): boolean {
    const isIt = exprKind.case === 'identExpr' && exprKind.value.name === 'it'
    this.#readsIt ||= isIt
    return isIt
  }

  #literal(ast: Ast): Scalar | undefined {
    const value = literalOf(ast)
    if (value !== undefined) this.literals.push(value)
    return value
  }
}

function literalOf({ exprKind }: Ast): Scalar | undefined {
  if (exprKind.case !== 'constExpr') return undefined
  const { constantKind } = exprKind.value
  switch (constantKind.case) {
    case 'boolValue':
    case 'stringValue':
      return constantKind.value
    case 'doubleValue':
      return Number.isFinite(constantKind.value) ? constantKind.value : undefined
    case 'int64Value':
    case 'uint64Value': {
      const number = Number(constantKind.value)
      return Number.isSafeInteger(number) ? number : undefined
    }
    case 'nullValue':
      return null
    case 'bytesValue':
    case 'durationValue':
    case 'timestampValue':
    case undefined:
      return undefined
  }
}

function negated(result: boolean | 'error'): boolean | 'error' {
  return result === 'error' ? result : !result
}

const comparisons: Readonly<Record<string, (it: number, than: number) => boolean>> = {
  '_<_': (it, than) => it < than,
  '_<=_': (it, than) => it <= than,
  '_>_': (it, than) => it > than,
  '_>=_': (it, than) => it >= than,
}

/** The operator that says the same with its operands changed over. */
const turned: Readonly<Record<string, string>> = {
  '_<_': '_>_',
  '_<=_': '_>=_',
  '_>_': '_<_',
  '_>=_': '_<=_',
  '_==_': '_==_',
  '_!=_': '_!=_',
}
