import { checkExpression, type ScopeShape } from '../expr/check.ts'
import { childPointer } from '../expr/pointer.ts'
import { hasExpression, scanTemplate } from '../expr/scanTemplate.ts'
import { elementOf, type Kind, memberOf, typeOfSchema, type ValueType } from '../expr/schemaType.ts'
import type { Json } from '../json.ts'

export type TemplateMisfit = { pointer: string; message: string }

/** Where what a template’s expressions give is certainly of another kind than the schema asks for, by the schemas in scope. */
export function templateMisfits(template: Json, schema: Json, shape: ScopeShape): TemplateMisfit[] {
  return misfitsAt(template, typeOfSchema(schema), shape, '')
}

function misfitsAt(template: Json, wanted: ValueType, shape: ScopeShape, pointer: string): TemplateMisfit[] {
  if (typeof template === 'string') return misfitOfText(template, wanted, shape, pointer)
  if (typeof template !== 'object' || template === null) return []
  return Object.entries(template).flatMap(([name, member]) => {
    const at = childPointer(pointer, name)
    if (Array.isArray(template)) return misfitsAt(member, elementOf(wanted), shape, at)
    const known = memberOf(wanted, name)
    return known.is === 'known' ? misfitsAt(member, known.type, shape, at) : []
  })
}

function misfitOfText(text: string, wanted: ValueType, shape: ScopeShape, pointer: string): TemplateMisfit[] {
  if (wanted.kind === null || !hasExpression(text)) return []
  const given = kindOf(text, shape)
  if (given === null || given === wanted.kind) return []
  return [{ pointer, message: `It is ${nounOf[given]}, and ${nounOf[wanted.kind]} is needed` }]
}

/** What a string of a template renders to, where that is certain. */
function kindOf(text: string, shape: ScopeShape): Kind | null {
  const scan = scanTemplate(text)
  if (!scan.ok) return null
  const [first] = scan.parts
  if (scan.parts.length > 1 || first?.type !== 'expr') return 'string'
  const { kind } = checkExpression(first.source, shape).type
  // In JSON these are texts.
  return kind === 'time' || kind === 'duration' || kind === 'bytes' ? 'string' : kind
}

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
