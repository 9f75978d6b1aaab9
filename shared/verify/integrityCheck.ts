import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import { exprLimits } from '../expr/exprLimits.ts'
import type { IntegrityCheck } from '../graph/nodes/check.ts'
import { scanIncoming, scannedLength, scanOutgoing } from '../prompt/scanPrompt.ts'
import { type CheckOutcome, fails, holds, nameOf, unclear } from './checkOutcome.ts'

/** The risk from which on an integrity check fails, where it does not say. */
export const maxRiskDefault = 0.5

/** Characters that are looked at: as many as an expression may read. */
const mostCharacters = exprLimits.work

/** Scores the texts of a value. The evidence names the signs and where they stand, never the texts. */
export function runIntegrity(check: IntegrityCheck, scope: Scope): CheckOutcome {
  const target = evaluate(check.target, scope)
  const about = { target: check.target, direction: check.direction }
  if (!target.ok) return unclear(target.error, about)
  if (scannedLength(target.value) > mostCharacters)
    return unclear(`It has more than ${mostCharacters.toLocaleString('en')} characters.`, about)
  const { risk, findings } = (check.direction === 'incoming' ? scanIncoming : scanOutgoing)(target.value)
  const evidence = { ...about, risk, signs: findings.map(({ id, says, at }) => ({ id, says, at })) }
  if (risk < (check.maxRisk ?? maxRiskDefault)) return holds(nameOf(check), evidence)
  const [first] = findings
  const where = first?.at ? ` at ${first.at}` : ''
  return fails(check.message ?? `A text${where} ${first?.says ?? 'is a risk'}: risk ${risk}.`, risk, evidence)
}
