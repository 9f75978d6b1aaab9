import type { Ast, Comprehension } from './ast.ts'
import { pathOf } from './ast.ts'
import { pathText } from './explainError.ts'
import type { ExprFault } from './exprFault.ts'
import type { ParsedCel } from './parseCel.ts'
import { isPattern } from './patterns.ts'
import {
  anything,
  elementOf,
  type Kind,
  memberNames,
  memberOf,
  ofKind,
  type ValueType,
  valuesOf,
} from './schemaType.ts'
import { type Signature, signaturesOf } from './signatures.ts'

type Names = ReadonlyMap<string, ValueType>

/** What is certain of an expression's value, and what is certainly wrong with it. */
export function inferType(parsed: ParsedCel, roots: Names): { type: ValueType; faults: ExprFault[] } {
  const inference = new Inference(parsed)
  const type = inference.of(parsed.ast, roots)
  return { type, faults: inference.faults }
}

/** Names that stand for types wherever nothing else is called so. */
export const typeNames: ReadonlySet<string> = new Set([
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
])

class Inference {
  readonly faults: ExprFault[] = []
  readonly #parsed: ParsedCel

  constructor(parsed: ParsedCel) {
    this.#parsed = parsed
  }

  of(ast: Ast, names: Names): ValueType {
    const { exprKind } = ast
    switch (exprKind.case) {
      case 'constExpr':
        return ofKind(kindOfConstant(exprKind.value.constantKind.case))
      case 'identExpr':
        return this.#ofName(ast, exprKind.value.name, names)
      case 'selectExpr':
        return this.#ofSelection(ast, exprKind.value, names)
      case 'callExpr':
        return this.#ofCall(ast, exprKind.value, names)
      case 'listExpr':
        for (const element of exprKind.value.elements) this.of(element, names)
        return ofKind('list')
      case 'structExpr':
        for (const { keyKind, value } of exprKind.value.entries) {
          if (keyKind.case === 'mapKey') this.of(keyKind.value, names)
          if (value) this.of(value, names)
        }
        return ofKind('map')
      case 'comprehensionExpr':
        return this.#ofComprehension(ast, exprKind.value, names)
      case undefined:
        return anything
    }
  }

  #fault(code: ExprFault['code'], ast: Ast, message: string): ValueType {
    this.faults.push({ code, message, offset: this.#parsed.offsetOf(ast.id) ?? 0 })
    return anything
  }

  #ofName(ast: Ast, written: string, names: Names): ValueType {
    const name = written.replace(/^\./, '')
    const known = names.get(name)
    if (known) return known
    if (typeNames.has(name)) return ofKind('type')
    const roots = [...names.keys()].filter((root) => !root.startsWith('@'))
    return this.#fault(
      'unknown-name',
      ast,
      `“${name}” is not known here; there are ${roots.toSorted().join(', ')}`,
    )
  }

  #ofSelection(
    ast: Ast,
    select: { operand?: Ast | undefined; field: string; testOnly: boolean },
    names: Names,
  ): ValueType {
    const operand = select.operand ? this.of(select.operand, names) : anything
    if (select.testOnly) return ofKind('bool')
    return this.#ofMember(ast, operand, select.operand, select.field)
  }

  #ofMember(ast: Ast, operand: ValueType, operandAst: Ast | undefined, field: string): ValueType {
    const member = memberOf(operand, field)
    if (member.is === 'known') return member.type
    if (member.is === 'open') return anything
    const path = operandAst && pathOf(operandAst)
    const owner = path ? pathText(path) : 'The value'
    if (operand.kind !== null && operand.kind !== 'map')
      return this.#fault('wrong-type', ast, `${owner} is ${nounOf[operand.kind]} and has no “${field}”`)
    const known = memberNames(operand)
    const hint = known.length === 0 || known.length > 12 ? '' : `; it has ${known.join(', ')}`
    return this.#fault('unknown-field', ast, `${owner} has no “${field}”${hint}`)
  }

  #ofCall(
    ast: Ast,
    call: { target?: Ast | undefined; function: string; args: Ast[] },
    names: Names,
  ): ValueType {
    const qualified = qualifiedName(call)
    if (qualified)
      return this.#ofOverloads(
        ast,
        qualified,
        undefined,
        call.args.map((arg) => this.of(arg, names)),
      )
    const target = call.target && this.of(call.target, names)
    const args = call.args.map((arg) => this.of(arg, names))
    switch (call.function) {
      case '_[_]':
        return this.#ofIndex(ast, call.args, args)
      case '_?_:_':
        return this.#ofConditional(call.args[0] ?? ast, args)
      case '_&&_':
      case '_||_':
        return this.#ofLogic(call, args)
      case '@not_strictly_false':
        return ofKind('bool')
      case '_==_':
      case '_!=_':
        this.#checkValue(call.args[0], args[0], call.args[1])
        this.#checkValue(call.args[1], args[1], call.args[0])
        return this.#ofOverloads(ast, call.function, target, args)
      case '@in':
        if (call.args[1]?.exprKind.case === 'listExpr')
          for (const element of call.args[1].exprKind.value.elements)
            this.#checkValue(call.args[0], args[0], element)
        return this.#ofOverloads(ast, call.function, target, args)
      case 'matches':
        this.#checkPattern(call.args.at(-1))
        return this.#ofOverloads(ast, call.function, target, args)
      default:
        return this.#ofOverloads(ast, call.function, target, args)
    }
  }

  /** A value that something is compared with, though its schema lists the values that it can be, and this is none of them. */
  #checkValue(ast: Ast | undefined, type: ValueType | undefined, compared: Ast | undefined): void {
    const value = compared && constantIn(compared)
    const values = type && valuesOf(type)
    if (!ast || !compared || value === undefined || !values || values.includes(value)) return
    const path = pathOf(ast)
    const known = values.length > 12 ? '' : `; it can be ${values.map(quoted).join(', ')}`
    const message = `${path ? pathText(path) : 'The value'} is never ${quoted(value)}${known}`
    this.#fault('unknown-value', compared, message)
  }

  /** A pattern that is written out is known before anything is matched with it. */
  #checkPattern(pattern: Ast | undefined): void {
    if (pattern?.exprKind.case !== 'constExpr') return
    const { constantKind } = pattern.exprKind.value
    if (constantKind.case !== 'stringValue' || isPattern(constantKind.value)) return
    const message = `“${constantKind.value}” is not a regular expression of RE2, which knows no look-around and no back-references`
    this.#fault('bad-pattern', pattern, message)
  }

  #ofIndex(ast: Ast, asts: Ast[], [operand = anything, key = anything]: ValueType[]): ValueType {
    const literal = asts[1]?.exprKind.case === 'constExpr' ? asts[1].exprKind.value.constantKind : undefined
    if (operand.kind === 'list') {
      if (key.kind === null || key.kind === 'number') return elementOf(operand)
      return this.#fault('wrong-type', ast, `A list is indexed by a number, not ${nounOf[key.kind]}`)
    }
    if (literal?.case === 'stringValue') return this.#ofMember(ast, operand, asts[0], literal.value)
    if (operand.kind === null || operand.kind === 'map') return anything
    return this.#fault('wrong-type', ast, `${capital(nounOf[operand.kind])} can’t be indexed`)
  }

  #ofConditional(ast: Ast, [condition = anything, yes = anything, no = anything]: ValueType[]): ValueType {
    if (condition.kind !== null && condition.kind !== 'bool')
      this.#fault(
        'wrong-type',
        ast,
        `The condition before “?” is ${nounOf[condition.kind]}, not true or false`,
      )
    return yes.kind === no.kind ? ofKind(yes.kind) : anything
  }

  #ofLogic(call: { function: string; args: Ast[] }, args: ValueType[]): ValueType {
    const operator = call.function.slice(1, -1)
    for (const [place, operand] of call.args.entries()) {
      const kind = args[place]?.kind ?? null
      if (kind !== null && kind !== 'bool')
        this.#fault('wrong-type', operand, `“${operator}” can’t take ${nounOf[kind]}`)
    }
    return ofKind('bool')
  }

  #ofOverloads(ast: Ast, name: string, target: ValueType | undefined, args: ValueType[]): ValueType {
    const signatures = signaturesOf(name)
    if (!signatures) return this.#fault('unknown-function', ast, `There is no function “${name}”`)
    const callable = signatures.filter(
      (signature) =>
        (signature.target === undefined) === (target === undefined) && signature.args.length === args.length,
    )
    if (callable.length === 0)
      return this.#fault('unknown-function', ast, callWords(name, target, args.length))
    const fitting = callable.filter((signature) => fits(signature, target, args))
    if (fitting.length === 0) return this.#fault('wrong-type', ast, mismatchWords(name, target, args))
    const kinds = new Set(fitting.map((signature) => signature.result))
    return kinds.size === 1 ? ofKind(fitting[0]?.result ?? null) : anything
  }

  #ofComprehension(ast: Ast, comprehension: Comprehension, names: Names): ValueType {
    const range = comprehension.iterRange ? this.of(comprehension.iterRange, names) : anything
    if (range.kind !== null && range.kind !== 'list' && range.kind !== 'map')
      this.#fault('wrong-type', ast, `${capital(nounOf[range.kind])} has no elements to go through`)
    const element =
      range.kind === 'list' ? elementOf(range) : range.kind === 'map' ? ofKind('string') : anything
    const result = comprehension.accuInit ? this.of(comprehension.accuInit, names) : anything
    const inner = new Map([...names, [comprehension.iterVar, element], [comprehension.accuVar, result]])
    if (comprehension.loopStep) this.of(comprehension.loopStep, inner)
    return comprehension.result ? this.of(comprehension.result, inner) : anything
  }
}

/** `strings.quote`: a function whose name has a dot in it. */
export function qualifiedName(call: { target?: Ast | undefined; function: string }): string | undefined {
  const path = call.target && pathOf(call.target)
  if (!path) return undefined
  const name = `${path.join('.')}.${call.function}`
  return signaturesOf(name) && name
}

function fits(signature: Signature, target: ValueType | undefined, args: ValueType[]): boolean {
  const agree = (wanted: Kind | null | undefined, given: Kind | null | undefined) =>
    wanted === null || wanted === undefined || given === null || given === undefined || wanted === given
  return (
    agree(signature.target, target?.kind) &&
    signature.args.every((wanted, place) => agree(wanted, args[place]?.kind))
  )
}

function callWords(name: string, target: ValueType | undefined, count: number): string {
  const way = target ? 'on a value' : 'by itself'
  return `“${name}” can’t be called ${way} with ${count} argument${count === 1 ? '' : 's'}`
}

function mismatchWords(name: string, target: ValueType | undefined, args: ValueType[]): string {
  const operator = /^_(\S+)_$/.exec(name)?.[1] ?? /^(.)_$/.exec(name)?.[1] ?? (name === '@in' ? 'in' : name)
  const operands = [...(target ? [target] : []), ...args].map(({ kind }) => (kind ? nounOf[kind] : 'a value'))
  return `“${operator}” can’t take ${operands.join(' and ')}`
}

/** The value of a literal that a schema can list. */
export function constantIn({ exprKind }: Ast): string | number | boolean | null | undefined {
  if (exprKind.case !== 'constExpr') return undefined
  const { constantKind } = exprKind.value
  switch (constantKind.case) {
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue':
      return constantKind.value
    case 'int64Value':
    case 'uint64Value':
      return Number(constantKind.value)
    case 'nullValue':
      return null
    case 'bytesValue':
    case 'durationValue':
    case 'timestampValue':
    case undefined:
      return undefined
  }
}

const quoted = (value: unknown) => (typeof value === 'string' ? `“${value}”` : String(value))

const nounOf = {
  number: 'a number',
  string: 'a text',
  bool: 'true or false',
  null: 'null',
  list: 'a list',
  map: 'an object',
  bytes: 'bytes',
  time: 'a time',
  duration: 'a duration',
  type: 'a type',
} as const satisfies Record<Kind, string>

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const kindOfConstantCase: Readonly<Record<string, Kind>> = {
  stringValue: 'string',
  bytesValue: 'bytes',
  boolValue: 'bool',
  nullValue: 'null',
  int64Value: 'number',
  uint64Value: 'number',
  doubleValue: 'number',
}

function kindOfConstant(constant: string | undefined): Kind | null {
  return constant === undefined ? null : (kindOfConstantCase[constant] ?? null)
}
