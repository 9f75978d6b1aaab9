import type { Edge } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { gateDefault, type VerifierNode } from '../../../shared/graph/nodes/verifier.ts'
import { nodeOf } from './connect.ts'
import { counted } from './counted.ts'

/** The longest condition that a way back spells out. */
const longest = 40

/** The verifier whose verdict a wire follows; null when it follows something else. */
export function verifierAt(graph: Graph, edge: Edge): VerifierNode | null {
  const node = nodeOf(graph, edge.from.node)
  return node?.kind === 'verifier' ? node : null
}

/** The places among a verifier's checks of those that may send a run round again by this verdict. A checker outside may give any. */
export function checksThatLead(verifier: VerifierNode, verdict: string): number[] {
  return verifier.checks.flatMap(({ type, onFail, onInconclusive }, index) =>
    type === 'http' || onFail === verdict || onInconclusive === verdict ? [index] : [],
  )
}

export function gateLeads({ gate }: VerifierNode, verdict: string): boolean {
  return gate !== undefined && (gate.onFail ?? gateDefault) === verdict
}

/** What has to hold for a run to leave a loop instead of going round again, in words. */
export function exitCondition(verifier: VerifierNode, verdict: string): string {
  const checks = checksThatLead(verifier, verdict).flatMap((index) => verifier.checks[index] ?? [])
  const gate = gateLeads(verifier, verdict) ? verifier.gate?.expr : undefined
  const [check] = checks
  if (gate !== undefined) {
    return check ? `until ${counted(checks.length, 'check')} and the gate hold` : `until ${short(gate)}`
  }
  if (checks.length > 1) return `until ${checks.length} checks hold`
  if (check?.type === 'rule' && check.title === undefined) return `until ${short(check.expr)}`
  if (check) return `until “${short(check.title ?? check.id)}” holds`
  const { onStepFailed, onStepUncertain, onInconclusive } = verifier
  return [onStepFailed, onStepUncertain, onInconclusive].some((leads) => leads === verdict)
    ? 'until its steps succeed'
    : 'no check leads here'
}

function short(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`
}
