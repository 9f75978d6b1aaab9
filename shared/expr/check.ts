import type { Json } from '../json.ts'
import type { ExprFault } from './exprFault.ts'
import { inferType } from './inferType.ts'
import { parseCel } from './parseCel.ts'
import { scanTemplate } from './scanTemplate.ts'
import type { ValueType } from './schemaType.ts'
import { typeOfSchema } from './schemaType.ts'

/** What can be read at a place: the names of the roots, each with a JSON Schema (`true`: anything). */
export type ScopeShape = Readonly<Record<string, Json>>

export type CheckedExpr = { faults: ExprFault[]; type: ValueType }

/**
 * Checks an expression without evaluating it. Only what is certain is reported: an expression without faults can still
 * fail on values that the schemas don't describe.
 */
export function checkExpression(
  source: string,
  shape: ScopeShape,
  expects: 'boolean' | 'anything' = 'anything',
): CheckedExpr {
  const parsed = parseCel(source)
  if (!parsed.ok)
    return {
      faults: [{ code: 'expression-syntax', message: parsed.error, offset: parsed.offset }],
      type: { kind: null, schema: null },
    }
  const roots = new Map(Object.entries(shape).map(([name, schema]) => [name, typeOfSchema(schema)]))
  const { type, faults } = inferType(parsed, roots)
  if (expects === 'boolean' && type.kind !== null && type.kind !== 'bool')
    faults.push({ code: 'not-boolean', message: 'A condition must be true or false', offset: 0 })
  return { faults, type }
}

/** Checks the expressions in a string of a template. Offsets are into the string. */
export function checkTemplateText(text: string, shape: ScopeShape): ExprFault[] {
  const scan = scanTemplate(text)
  if (!scan.ok) return [{ code: 'template-syntax', message: scan.error, offset: scan.offset }]
  return scan.parts.flatMap((part) => {
    if (part.type === 'text') return []
    const { faults } = checkExpression(part.source, shape)
    return faults.map((fault) => ({ ...fault, offset: fault.offset + part.offset }))
  })
}
