import { assertNever } from '../assertNever.ts'
import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import { oracleAsked } from '../expr/oracle.ts'
import type { Check, CheckOf } from '../graph/nodes/check.ts'
import { type CheckOutcome, fails, holds, nameOf, unclear } from './checkOutcome.ts'
import { runIntegrity } from './integrityCheck.ts'
import { runQuality } from './qualityCheck.ts'
import { validateSchema } from './validateSchema.ts'
import { shown, valuesRead } from './valuesRead.ts'
import { runVariance } from './varianceCheck.ts'

/** A check that the host makes. */
export type HostCheck = CheckOf<'drift'> | CheckOf<'http'>
/** A check that needs nothing but what is in scope, and the time. */
export type LocalCheck = Exclude<Check, HostCheck>

export function isHostCheck(check: Check): check is HostCheck {
  return check.type === 'http' || check.type === 'drift'
}

/**
 * Makes a check that needs no I/O; `at` is the time, in milliseconds since the epoch. What can't be evaluated is inconclusive, which is not
 * success.
 */
export function runCheck(check: LocalCheck, scope: Scope, at: number): CheckOutcome {
  const oracle = oracleAsked()
  if (oracle) return told(check, oracle.check(check, scope))
  switch (check.type) {
    case 'quality':
      return runQuality(check, scope, at)
    case 'schema':
      return runSchema(check, scope)
    case 'integrity':
      return runIntegrity(check, scope)
    case 'rule':
      return runRule(check, scope)
    case 'variance':
      return runVariance(check, scope)
    default:
      return assertNever(check)
  }
}

/** What whoever explores what could be says of a check. */
function told(check: LocalCheck, result: CheckOutcome['result']): CheckOutcome {
  switch (result) {
    case 'pass':
      return holds(nameOf(check), {})
    case 'fail':
      return fails(check.message ?? `${nameOf(check)} does not hold.`, 1, {})
    case 'inconclusive':
      return unclear(`${nameOf(check)} can’t be made.`, {})
  }
}

function runRule(check: CheckOf<'rule'>, scope: Scope): CheckOutcome {
  const result = evaluate(check.expr, scope)
  const evidence = { expr: check.expr, read: valuesRead(check.expr, scope) }
  if (!result.ok) return unclear(result.error, evidence)
  if (typeof result.value !== 'boolean') return unclear('The rule is neither true nor false.', evidence)
  return result.value
    ? holds(nameOf(check), evidence)
    : fails(check.message ?? `${nameOf(check)} does not hold.`, 1, evidence)
}

function runSchema(check: CheckOf<'schema'>, scope: Scope): CheckOutcome {
  const target = evaluate(check.target, scope)
  if (!target.ok) return unclear(target.error, { target: check.target })
  const validity = validateSchema(check.schema, target.value)
  const evidence = { target: check.target, value: shown(target.value) }
  if (validity.ok) return holds(nameOf(check), evidence)
  const [first] = validity.errors
  const fault = `${first?.pointer || 'The value'}: ${first?.message ?? 'not valid'}`
  const withErrors = { ...evidence, errors: validity.errors }
  return validity.broken ? unclear(fault, withErrors) : fails(check.message ?? fault, 1, withErrors)
}
