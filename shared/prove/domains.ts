import { type Ast, childrenOf } from '../expr/ast.ts'
import { constantIn } from '../expr/inferType.ts'
import { parseCel } from '../expr/parseCel.ts'
import type { JsonObject } from '../json.ts'
import { isAny } from '../plan/cell.ts'
import { validateSchema } from '../verify/validateSchema.ts'
import { comparisonOf, type Scalar, textOf } from './terms.ts'

/** Collects what each term of a program is compared with, so that one value stands for all that no expression tells apart. */
export class Domains {
  readonly #schemaOf: (term: string) => JsonObject | null
  readonly #literals = new Map<string, Set<Scalar>>()
  readonly #assumed = new Map<string, ((value: Scalar) => boolean | 'error')[]>()
  readonly #values = new Map<string, readonly Scalar[]>()

  /** `schemaOf` says what a schema tells of a term. */
  constructor(schemaOf: (term: string) => JsonObject | null) {
    this.#schemaOf = schemaOf
  }

  /** Looks through an expression for comparisons with literals. */
  read(source: string): void {
    const parsed = parseCel(source)
    if (parsed.ok) this.#readAst(parsed.ast)
  }

  /** Looks through the cells of a column. */
  readColumn(source: string, cells: readonly string[]): void {
    const column = parseCel(source)
    if (!column.ok) return
    const term = textOf(column.ast)
    for (const cell of cells) {
      const parsed = isAny(cell) ? null : parseCel(cell)
      if (parsed?.ok) this.#readCell(term, parsed.ast)
    }
  }

  /** Leaves out values of which a condition does not hold. */
  assume(source: string): void {
    const parsed = parseCel(source)
    if (!parsed.ok) return
    this.#readAst(parsed.ast)
    for (const ast of conjunctsIn(parsed.ast)) {
      const comparison = comparisonOf(ast)
      if (!comparison) continue
      const term = textOf(comparison.term)
      this.#assumed.set(term, [...(this.#assumed.get(term) ?? []), comparison.holds])
    }
  }

  /** A value for each that the program's expressions can tell apart. */
  valuesOf(term: string): readonly Scalar[] {
    return this.#values.get(term) ?? []
  }

  /** Settles what the terms can be, once everything was read. */
  settle(): this {
    for (const [term, literals] of this.#literals)
      this.#values.set(term, this.#possible(term, valuesFor(this.#withBounds(term, literals))))
    return this
  }

  /** Where numbers end is a place between which and the literals others lie. */
  #withBounds(term: string, literals: ReadonlySet<Scalar>): Scalar[] {
    if (![...literals].some((literal) => typeof literal === 'number')) return [...literals]
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = this.#schemaOf(term) ?? {}
    const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter(
      (bound) => typeof bound === 'number',
    )
    return [...new Set([...literals, ...bounds])]
  }

  /** As a schema and what is assumed say; all of them, should none be left. */
  #possible(term: string, values: readonly Scalar[]): readonly Scalar[] {
    const schema = this.#schemaOf(term)
    const assumed = this.#assumed.get(term) ?? []
    const listed = schema && values.length > 0 ? listedIn(schema, values) : []
    const possible = [...values, ...listed].filter(
      (value) =>
        (!schema || validateSchema(schema, value).ok) && assumed.every((holds) => holds(value) === true),
    )
    return possible.length > 0 ? possible : values
  }

  #readAst(ast: Ast): void {
    const comparison = comparisonOf(ast)
    if (comparison) this.#add(textOf(comparison.term), comparison.literals)
    for (const child of childrenOf(ast)) this.#readAst(child)
  }

  #readCell(term: string, cell: Ast): void {
    const literal = constantIn(cell)
    if (literal !== undefined) return this.#add(term, [literal])
    if (cell.exprKind.case === 'listExpr')
      return this.#add(
        term,
        cell.exprKind.value.elements.flatMap((each) => constantIn(each) ?? []),
      )
    const visit = (ast: Ast): void => {
      const comparison = comparisonOf(ast)
      if (comparison) {
        const name = textOf(comparison.term)
        this.#add(name === 'it' ? term : name, comparison.literals)
      } else if (textOf(ast) === 'it') this.#add(term, [true, false])
      else for (const part of logicalParts(ast)) visit(part)
    }
    visit(cell)
  }

  #add(term: string, literals: readonly Scalar[]): void {
    const known = this.#literals.get(term) ?? new Set()
    for (const literal of literals) known.add(literal)
    this.#literals.set(term, known)
  }
}

/** What a schema lists and no expression names stands for itself, once. */
function listedIn({ enum: listed }: JsonObject, values: readonly Scalar[]): Scalar[] {
  const others = (Array.isArray(listed) ? listed : []).filter(
    (value) => (typeof value !== 'object' || value === null) && !values.includes(value),
  )
  return others.slice(0, 1) as Scalar[]
}

/** What a condition is joined of; nothing for one that is not. */
function logicalParts({ exprKind }: Ast): readonly Ast[] {
  if (exprKind.case !== 'callExpr') return []
  const { function: name, args } = exprKind.value
  return name === '_&&_' || name === '_||_' || name === '!_' ? args : []
}

function conjunctsIn(ast: Ast): Ast[] {
  const { exprKind } = ast
  if (exprKind.case === 'callExpr' && exprKind.value.function === '_&&_')
    return exprKind.value.args.flatMap(conjunctsIn)
  return [ast]
}

/** Each literal, and something that is none of them: between any two numbers, and another text. */
function valuesFor(literals: readonly Scalar[]): Scalar[] {
  const numbers = literals.filter((value) => typeof value === 'number').toSorted((a, b) => a - b)
  const texts = literals.filter((value) => typeof value === 'string')
  const hasNull = literals.includes(null)
  const others = texts.length > 0 || (hasNull && numbers.length === 0) ? [otherThan(texts)] : []
  return [
    ...withBetween(numbers),
    ...texts,
    ...(literals.some((value) => typeof value === 'boolean') ? [true, false] : []),
    ...(hasNull ? [null] : []),
    ...others,
  ]
}

function withBetween(numbers: readonly number[]): number[] {
  const [first] = numbers
  if (first === undefined) return []
  return [
    first - 1,
    ...numbers.flatMap((number, place) => {
      const next = numbers[place + 1]
      return [number, next === undefined ? number + 1 : between(number, next)]
    }),
  ]
}

/** An integer, where there is one. */
function between(from: number, to: number): number {
  const whole = Math.floor((from + to) / 2)
  return whole > from && whole < to ? whole : (from + to) / 2
}

function otherThan(texts: readonly string[]): string {
  let other = 'something else'
  while (texts.includes(other)) other = `${other}, too`
  return other
}
