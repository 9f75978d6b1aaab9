import { lookUp } from '../expr/schemaType.ts'
import type { Json, JsonObject } from '../json.ts'

/** A schema with the document that its references point into. */
export type View = { schema: Json; root: Json }

/** A schema without references and without `allOf`, as a part of what all must hold; null where nothing can be told of it. */
export type Part = { schema: JsonObject | false; root: Json } | null

export type TypeName = 'null' | 'boolean' | 'number' | 'integer' | 'string' | 'array' | 'object'

/** `integer` beside `number` says nothing; without it, it says that fractions are none. */
export const everyType: readonly TypeName[] = ['null', 'boolean', 'number', 'string', 'array', 'object']

/** One way in which a value can be valid: all of its parts hold. */
export type Alternative = {
  parts: readonly { schema: JsonObject; root: Json }[]
  types: ReadonlySet<TypeName>
}

const mostAlternatives = 64
const mostDepth = 40

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What must hold together: the schema itself, what its references lead to, and the members of its `allOf`. */
export function partsOf({ schema, root }: View, depth = 0): Part[] {
  if (schema === false) return [{ schema: false, root }]
  if (!isObject(schema)) return []
  if (depth > mostDepth) return [null]
  const { $ref, allOf, ...rest } = schema
  const parts: Part[] = Object.keys(rest).length > 0 ? [{ schema: rest, root }] : []
  if ($ref !== undefined) parts.push(...partsOfReference($ref, root, depth))
  if (Array.isArray(allOf))
    for (const member of allOf) parts.push(...partsOf({ schema: member, root }, depth + 1))
  return parts
}

function partsOfReference(ref: Json, root: Json, depth: number): Part[] {
  const target = typeof ref === 'string' ? targetOf(ref, root) : undefined
  return target === undefined ? [null] : partsOf({ schema: target, root }, depth + 1)
}

function targetOf(ref: string, root: Json): Json | undefined {
  if (ref === '#') return root
  return ref.startsWith('#/') ? lookUp(root, ref.slice(1)) : undefined
}

/**
 * Every way in which a value can be valid, by `anyOf` and `oneOf`. What is not understood is left out, so the ways may allow more than
 * the schema does, and never less.
 */
export function alternativesOf(view: View, depth = 0): Alternative[] {
  const parts = partsOf(view)
  if (parts.some((part) => part?.schema === false)) return []
  let ways: { schema: JsonObject; root: Json }[][] = [[]]
  for (const part of parts) {
    if (!part || part.schema === false) continue
    const { anyOf, oneOf, ...rest } = part.schema
    ways = ways.map((way) => [...way, { schema: rest, root: part.root }])
    for (const branches of [anyOf, oneOf]) {
      if (!Array.isArray(branches) || depth > 5) continue
      const split = branches.flatMap((schema) => alternativesOf({ schema, root: part.root }, depth + 1))
      if (ways.length * split.length > mostAlternatives) continue
      ways = ways.flatMap((way) => split.map((branch) => [...way, ...branch.parts]))
    }
  }
  return ways.flatMap((way): Alternative[] => {
    const types = typesOf(way.map(({ schema }) => schema))
    return types.size === 0 ? [] : [{ parts: way, types }]
  })
}

/** The types that all of these schemas allow. */
export function typesOf(schemas: readonly JsonObject[]): Set<TypeName> {
  let types = new Set<TypeName>(everyType)
  for (const schema of schemas) types = meet(types, ownTypes(schema))
  return types
}

function ownTypes({ type, enum: listed, const: only }: JsonObject): Set<TypeName> {
  const values = only !== undefined ? [only] : Array.isArray(listed) ? listed : null
  const said = typeof type === 'string' ? [type] : Array.isArray(type) ? type : null
  const types = new Set<TypeName>(said ? said.filter(isTypeName) : everyType)
  return values ? meet(types, new Set(values.map(typeOf))) : types
}

function meet(a: ReadonlySet<TypeName>, b: ReadonlySet<TypeName>): Set<TypeName> {
  const both = [...a].filter((type) => b.has(type) || (type === 'integer' && b.has('number')))
  if (a.has('number') && b.has('integer') && !both.includes('number')) both.push('integer')
  return new Set(both)
}

const typeNames: ReadonlySet<Json> = new Set<Json>([...everyType, 'integer'])

function isTypeName(value: Json): value is TypeName {
  return typeNames.has(value)
}

/** The type of a value. */
export function typeOf(value: Json): TypeName {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'string') return 'string'
  return typeof value === 'boolean' ? 'boolean' : 'number'
}

/** The values that are all there can be, where they are listed or few. */
export function finiteValues({ parts, types }: Alternative): Json[] | null {
  for (const { schema } of parts) {
    if (schema.const !== undefined) return [schema.const]
    if (Array.isArray(schema.enum)) return schema.enum
  }
  const few: Json[] = []
  for (const type of types) {
    if (type === 'null') few.push(null)
    else if (type === 'boolean') few.push(true, false)
    else return null
  }
  return few
}

/** The greatest or least of the numbers that the parts give a keyword. */
export function bound(
  parts: Alternative['parts'],
  keyword: string,
  pick: (...numbers: number[]) => number,
): number | undefined {
  const numbers = parts.flatMap(({ schema }) => {
    const value = schema[keyword]
    return typeof value === 'number' ? [value] : []
  })
  return numbers.length === 0 ? undefined : pick(...numbers)
}
