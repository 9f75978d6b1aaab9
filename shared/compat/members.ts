import { schemaPattern } from '../expr/schemaPattern.ts'
import type { Json, JsonObject } from '../json.ts'
import { type Alternative, isObject, type View } from './schemaView.ts'

const anything: View = { schema: true, root: true }

/** Stands for a member that no schema names. */
export const anyName = '\u0000'

export type Own = { is: 'never' } | { is: 'named' | 'unnamed'; view: View }

/** Whether an object has only members that it names, or whose names match patterns that the other schema has too. */
export function isClosedBut({ parts }: Alternative, patterns: Json | undefined): boolean {
  const known = new Set(Object.keys(isObject(patterns) ? patterns : {}))
  return parts.some(
    ({ schema }) =>
      schema.additionalProperties === false &&
      Object.keys(isObject(schema.patternProperties) ? schema.patternProperties : {}).every((pattern) =>
        known.has(pattern),
      ),
  )
}

/** What a member of an object can be. All parts hold, so each of them may tell. */
export function memberOf({ parts }: Alternative, name: string): Own {
  const views = parts.flatMap(({ schema, root }) => {
    const member = memberSchema(schema, name)
    return member === undefined ? [] : [{ schema: member.schema, root, isNamed: member.isNamed }]
  })
  if (views.some(({ schema }) => schema === false)) return { is: 'never' }
  const isNamed = views.some((view) => view.isNamed)
  const [first] = views
  if (!first) return { is: 'unnamed', view: anything }
  const schema = views.length === 1 ? first.schema : { allOf: views.map((view) => view.schema) }
  return { is: isNamed ? 'named' : 'unnamed', view: { schema, root: first.root } }
}

function memberSchema(schema: JsonObject, name: string): { schema: Json; isNamed: boolean } | undefined {
  const { properties, patternProperties, additionalProperties } = schema
  const found: Json[] = []
  const own = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
  if (own !== undefined) found.push(own)
  const patterns = Object.entries(isObject(patternProperties) ? patternProperties : {})
  // A name that stands for any other one matches some of the patterns, or none.
  if (name === anyName && patterns.length > 0) {
    const others = patterns.map(([, each]) => each)
    return { schema: { anyOf: [...others, additionalProperties ?? true] }, isNamed: false }
  }
  for (const [pattern, each] of patterns) if (schemaPattern(pattern)?.test(name)) found.push(each)
  if (found.length > 0)
    return { schema: found.length === 1 ? (found[0] ?? true) : { allOf: found }, isNamed: true }
  return additionalProperties === undefined ? undefined : { schema: additionalProperties, isNamed: false }
}

export function itemAt({ parts }: Alternative, place: number): View {
  const views = parts.flatMap(({ schema, root }) => {
    const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
    const item = prefix[place] ?? schema.items
    return item === undefined ? [] : [{ schema: item, root }]
  })
  const most = Math.min(
    ...parts.map(({ schema }) => (typeof schema.maxItems === 'number' ? schema.maxItems : Infinity)),
  )
  if (place >= most) return { schema: false, root: true }
  const [first] = views
  if (!first) return anything
  return views.length === 1
    ? first
    : { schema: { allOf: views.map(({ schema }) => schema) }, root: first.root }
}
