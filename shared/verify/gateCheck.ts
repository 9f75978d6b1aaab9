import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import type { VerifierGate } from '../graph/nodes/verifier.ts'
import { type CheckOutcome, fails, unclear } from './checkOutcome.ts'
import { valuesRead } from './valuesRead.ts'

/** Whether a verdict may stand: true lets it, and anything else does not. */
export function runGate(gate: VerifierGate, scope: Scope): CheckOutcome {
  const result = evaluate(gate.expr, scope)
  const evidence = { expr: gate.expr, read: valuesRead(gate.expr, scope) }
  if (!result.ok) return unclear(result.error, evidence)
  if (typeof result.value !== 'boolean') return unclear('The gate is neither true nor false.', evidence)
  if (result.value) return { result: 'pass', severity: 0, message: 'The gate is met.', evidence }
  return fails(gate.message ?? 'The gate is not met.', 1, evidence)
}
