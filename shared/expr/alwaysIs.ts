import type { Json, JsonObject } from '../json.ts'
import { type Ast, pathOf } from './ast.ts'
import type { ScopeShape } from './check.ts'
import { constantIn } from './inferType.ts'
import { parseCel } from './parseCel.ts'
import { memberOf, typeOfSchema, type ValueType, valuesOf } from './schemaType.ts'

type Scalar = string | number | boolean | null

/**
 * What a condition comes to whatever the values are, as far as the schemas in scope tell: true or false where it is certain and can't
 * be an error, else null.
 */
export function alwaysIs(source: string, shape: ScopeShape): boolean | null {
  const parsed = parseCel(source)
  return parsed.ok ? certainty(parsed.ast, shape) : null
}

function certainty(ast: Ast, shape: ScopeShape): boolean | null {
  const { exprKind } = ast
  if (exprKind.case === 'constExpr') {
    const value = constantIn(ast)
    return typeof value === 'boolean' ? value : null
  }
  if (exprKind.case !== 'callExpr' || exprKind.value.target) return null
  const { function: name, args } = exprKind.value
  const [first, second] = args
  if (!first) return null
  if (name === '!_') return negated(certainty(first, shape))
  if (!second) return null
  switch (name) {
    case '_&&_':
      return both(certainty(first, shape), certainty(second, shape))
    case '_||_':
      return negated(both(negated(certainty(first, shape)), negated(certainty(second, shape))))
    case '@in':
      return isIn(first, second, shape)
    default:
      return compare(name, first, second, shape)
  }
}

const negated = (value: boolean | null) => (value === null ? null : !value)

/** An error beside something false is passed over by CEL, so one certain operand is enough. */
function both(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false
  return a && b ? true : null
}

function isIn(key: Ast, list: Ast, shape: ScopeShape): boolean | null {
  if (list.exprKind.case !== 'listExpr') return null
  const elements = list.exprKind.value.elements.map(constantIn)
  const known = elements.filter((value) => value !== undefined)
  const values = possibleValues(key, shape)
  if (!values || known.length < elements.length) return null
  return sameFor(values, (value) => known.includes(value))
}

type Comparison = (a: Scalar, b: Scalar) => boolean

const comparisons: Readonly<Record<string, { holds: Comparison; mirrored: string }>> = {
  '_==_': { holds: (a, b) => a === b, mirrored: '_==_' },
  '_!=_': { holds: (a, b) => a !== b, mirrored: '_!=_' },
  '_<_': { holds: (a, b) => isNumber(a) && isNumber(b) && a < b, mirrored: '_>_' },
  '_<=_': { holds: (a, b) => isNumber(a) && isNumber(b) && a <= b, mirrored: '_>=_' },
  '_>_': { holds: (a, b) => isNumber(a) && isNumber(b) && a > b, mirrored: '_<_' },
  '_>=_': { holds: (a, b) => isNumber(a) && isNumber(b) && a >= b, mirrored: '_<=_' },
}

function compare(name: string, left: Ast, right: Ast, shape: ScopeShape): boolean | null {
  const comparison = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined
  if (!comparison) return null
  const constant = constantIn(right)
  if (constant === undefined)
    return constantIn(left) === undefined ? null : compare(comparison.mirrored, right, left, shape)
  const values = possibleValues(left, shape)
  // An order of anything but numbers may be an error.
  const isOrder = name !== '_==_' && name !== '_!=_'
  if (values) {
    if (isOrder && !(values.every(isNumber) && isNumber(constant))) return null
    return sameFor(values, (value) => comparison.holds(value, constant))
  }
  return isNumber(constant) ? compareRange(name, left, constant, shape) : null
}

function compareRange(name: string, left: Ast, constant: number, shape: ScopeShape): boolean | null {
  const type = certainType(left, shape)
  if (type?.kind !== 'number') return null
  const { least, greatest } = rangeOf(type)
  const above = least > constant
  const below = greatest < constant
  switch (name) {
    case '_==_':
      return above || below ? false : null
    case '_!=_':
      return above || below ? true : null
    case '_<_':
      return below ? true : least >= constant ? false : null
    case '_<=_':
      return greatest <= constant ? true : above ? false : null
    case '_>_':
      return above ? true : greatest <= constant ? false : null
    case '_>=_':
      return least >= constant ? true : below ? false : null
    default:
      return null
  }
}

/** The bounds of a number, those that it reaches; what is open is none here. */
function rangeOf({ schema }: ValueType): { least: number; greatest: number } {
  const at: JsonObject = isObject(schema?.at) ? schema.at : {}
  return {
    least: isNumber(at.minimum) ? at.minimum : -Infinity,
    greatest: isNumber(at.maximum) ? at.maximum : Infinity,
  }
}

function possibleValues(ast: Ast, shape: ScopeShape): Scalar[] | undefined {
  const constant = constantIn(ast)
  if (constant !== undefined) return [constant]
  const type = certainType(ast, shape)
  return type && valuesOf(type)
}

/** The type of a path that is there in every scope of that shape; undefined where reading it could be an error. */
function certainType(ast: Ast, shape: ScopeShape): ValueType | undefined {
  const path = pathOf(ast)
  if (!path) return undefined
  const [root = '', ...members] = path
  const schema = Object.hasOwn(shape, root) ? shape[root] : undefined
  if (schema === undefined) return undefined
  let type = typeOfSchema(schema)
  for (const name of members) {
    const required = isObject(type.schema?.at) ? type.schema.at.required : undefined
    const member = memberOf(type, name)
    const isThere = type.kind === 'map' && Array.isArray(required) && required.includes(name)
    if (!isThere || member.is !== 'known') return undefined
    type = member.type
  }
  return type
}

function sameFor(values: readonly Scalar[], holds: (value: Scalar) => boolean): boolean | null {
  if (values.every(holds)) return true
  return values.some(holds) ? null : false
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
