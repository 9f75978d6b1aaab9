import { assertNever } from '../assertNever.ts'
import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import { oracleAsked } from '../expr/oracle.ts'
import type { Check } from '../graph/nodes/verifier.ts'
import type { Json } from '../json.ts'
import { validateSchema } from './validateSchema.ts'
import { shown, valuesRead } from './valuesRead.ts'

export type CheckOutcome = { result: 'pass' | 'fail' | 'inconclusive'; message: string; evidence: Json }

/** Makes a check that needs no I/O. What can't be evaluated is inconclusive, which is not success. */
export function runCheck(check: Check, scope: Scope): CheckOutcome {
  const oracle = oracleAsked()
  if (oracle) return { result: oracle.check(check, scope), message: nameOf(check), evidence: null }
  switch (check.type) {
    case 'rule':
      return runRule(check, scope)
    case 'schema':
      return runSchema(check, scope)
    default:
      return assertNever(check)
  }
}

function runRule(check: Extract<Check, { type: 'rule' }>, scope: Scope): CheckOutcome {
  const result = evaluate(check.expr, scope)
  const evidence = { expr: check.expr, read: valuesRead(check.expr, scope) }
  if (!result.ok) return { result: 'inconclusive', message: result.error, evidence }
  if (typeof result.value !== 'boolean')
    return { result: 'inconclusive', message: 'The rule is neither true nor false.', evidence }
  if (result.value) return { result: 'pass', message: `${nameOf(check)} holds.`, evidence }
  return { result: 'fail', message: check.message ?? `${nameOf(check)} does not hold.`, evidence }
}

function runSchema(check: Extract<Check, { type: 'schema' }>, scope: Scope): CheckOutcome {
  const target = evaluate(check.target, scope)
  if (!target.ok) return { result: 'inconclusive', message: target.error, evidence: { target: check.target } }
  const validity = validateSchema(check.schema, target.value)
  const evidence = { target: check.target, value: shown(target.value) }
  if (validity.ok) return { result: 'pass', message: `${nameOf(check)} holds.`, evidence }
  const [first] = validity.errors
  const fault = `${first?.pointer || 'The value'}: ${first?.message ?? 'not valid'}`
  const withErrors = { ...evidence, errors: validity.errors }
  if (validity.broken) return { result: 'inconclusive', message: fault, evidence: withErrors }
  return { result: 'fail', message: check.message ?? fault, evidence: withErrors }
}

function nameOf(check: Check): string {
  return `“${check.title ?? check.id}”`
}
