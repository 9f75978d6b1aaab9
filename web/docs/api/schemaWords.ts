import type { JsonObject } from '../../../shared/json.ts'

/** What a schema’s value is, in a word or two. */
export function typeWords(schema: JsonObject): string {
  const { type, format } = schema
  const form = typeof format === 'string' ? ` (${format})` : ''
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (typeof type === 'string') return `${type}${form}`
  if (Array.isArray(type)) return `${type.filter((each) => typeof each === 'string').join(' | ')}${form}`
  if (schema.anyOf !== undefined || schema.oneOf !== undefined) return 'one of'
  return schema.allOf === undefined ? 'anything' : 'all of'
}

const bounds = [
  ['minimum', '≥'],
  ['exclusiveMinimum', '>'],
  ['maximum', '≤'],
  ['exclusiveMaximum', '<'],
  ['minLength', 'characters ≥'],
  ['maxLength', 'characters ≤'],
  ['minItems', 'items ≥'],
  ['maxItems', 'items ≤'],
  ['pattern', 'like'],
] as const

/** The bounds of a schema’s value; those of every integer are no news. */
export function boundsOf(schema: JsonObject): string[] {
  return bounds.flatMap(([keyword, sign]) => {
    const value = schema[keyword]
    const told = typeof value === 'string' || (typeof value === 'number' && Math.abs(value) < 2 ** 53 - 1)
    return told ? [`${sign} ${value}`] : []
  })
}
