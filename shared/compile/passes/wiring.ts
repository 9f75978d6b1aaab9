import type { NodeOf } from '../../graph/nodes/node.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { removeWire } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose } from '../report.ts'
import { possibleVerdicts } from '../verdicts.ts'

/** Every port that must lead somewhere does, and the actions of a planner lead to one verifier. */
export function checkWiring(index: GraphIndex): Diagnostic[] {
  return [
    ...checkTrigger(index),
    ...index.nodesOf('planner').flatMap((planner) => checkPlanner(index, planner)),
    ...index.nodesOf('verifier').flatMap((verifier) => checkVerifier(index, verifier)),
    ...index.nodesOf('approval').flatMap((approval) => checkApproval(index, approval)),
    ...index.nodesOf('action').flatMap((action) => checkBypass(index, action)),
  ]
}

function checkTrigger(index: GraphIndex): Diagnostic[] {
  const { trigger } = index
  if (!trigger) return []
  const at = { node: trigger.id, port: 'input' } as const
  if (index.target(trigger.id, 'input') !== null) return []
  return [diagnose('trigger-unwired', at, 'The trigger leads nowhere')]
}

function checkPlanner(index: GraphIndex, planner: NodeOf<'planner'>): Diagnostic[] {
  const actions = index.actionsOf(planner.id)
  if (actions.length === 0)
    return [
      diagnose('planner-unwired', { node: planner.id, port: 'plan' }, `“${planner.title}” has no actions`),
    ]
  const verifiers = new Map<string, string>()
  const unwired: Diagnostic[] = []
  for (const action of actions) {
    const verifier = index.target(action, 'result')
    const title = index.node(action)?.title ?? action
    if (verifier === null)
      unwired.push(
        diagnose('result-unwired', { node: action, port: 'result' }, `“${title}” leads to no verifier`),
      )
    else if (!verifiers.has(verifier)) verifiers.set(verifier, action)
  }
  const names = [...verifiers.keys()].map((id) => `“${index.node(id)?.title ?? id}”`).join(' and ')
  const split = [...verifiers.values()].slice(1).map((action) => {
    const message = `The actions of “${planner.title}” lead to ${names}; they must lead to one verifier`
    return diagnose('several-verifiers', { node: action, port: 'result' }, message)
  })
  return [...unwired, ...split]
}

function checkVerifier(index: GraphIndex, verifier: NodeOf<'verifier'>): Diagnostic[] {
  return [...possibleVerdicts(verifier)].flatMap(([verdict, reason]) => {
    if (index.target(verifier.id, verdict) !== null) return []
    const at = { node: verifier.id, port: verdict }
    if (verdict === 'pass')
      return [diagnose('pass-unwired', at, `“${verifier.title}” leads nowhere when it passes`)]
    const message = `“${verdict}” is reached when ${reason}, and leads nowhere`
    const isNeeded = verdict === 'replan' || verdict === 'escalate'
    return [diagnose(isNeeded ? 'verdict-unwired' : 'verdict-ends-run', at, message)]
  })
}

function checkApproval(index: GraphIndex, approval: NodeOf<'approval'>): Diagnostic[] {
  const asks = index.asksForSteps(approval.id)
  const mixed = checkKind(index, approval, asks)
  return [...mixed, ...(asks ? checkStepApproval(index, approval) : checkRoutes(index, approval))]
}

/** What leads to it, and where it leads, are of one kind. */
function checkKind(index: GraphIndex, { id, title }: NodeOf<'approval'>, asks: boolean): Diagnostic[] {
  const entered = index.arriving(id).filter((edge) => asks && edge.from.port !== 'plan')
  const left = index
    .leaving(id, 'granted')
    .filter((edge) => (index.node(edge.to.node)?.kind === 'action') !== asks)
  const why = asks ? `“${title}” is asked about the steps of a plan, so` : `No plan leads to “${title}”, so`
  const [wrong] = [...entered, ...left]
  if (!wrong) return []
  const [port, what] =
    wrong.to.node === id
      ? (['in', 'nothing but plans may lead to it'] as const)
      : (['granted', asks ? 'it leads to actions alone' : 'it can’t lead to an action'] as const)
  return [diagnose('approval-mixed', { node: id, port, edge: wrong.id }, `${why} ${what}`)]
}

function checkStepApproval(index: GraphIndex, { id, title }: NodeOf<'approval'>): Diagnostic[] {
  const granted = index.target(id, 'granted')
  const unwired =
    granted === null
      ? [diagnose('granted-unwired', { node: id, port: 'granted' }, `“granted” of “${title}” leads nowhere`)]
      : []
  const wired = (['denied', 'expired'] as const).flatMap((port) =>
    index.leaving(id, port).map((edge) => {
      const message = `A step that “${title}” does not approve fails; “${port}” leads nowhere`
      return diagnose('denial-wired', { node: id, port, edge: edge.id }, message, removeWire(index, edge))
    }),
  )
  return [...unwired, ...wired]
}

function checkBypass(index: GraphIndex, { id, title }: NodeOf<'action'>): Diagnostic[] {
  const approvals = index.approvalsBefore(id)
  const [approval] = approvals
  if (approval === undefined) return []
  const direct = index.arriving(id).some((edge) => edge.from.port === 'plan')
  if (!direct && approvals.length === 1) return []
  const name = `“${index.node(approval)?.title ?? approval}”`
  const message = direct
    ? `A planner leads to “${title}” past ${name}`
    : `“${title}” stands behind ${approvals.length} approvals; it can ask at one`
  return [diagnose('approval-bypassed', { node: id, port: 'step' }, message)]
}

function checkRoutes(index: GraphIndex, approval: NodeOf<'approval'>): Diagnostic[] {
  return (['granted', 'denied', 'expired'] as const).flatMap((decision) => {
    if (index.target(approval.id, decision) !== null) return []
    const at = { node: approval.id, port: decision }
    const message = `“${decision}” of “${approval.title}” leads nowhere`
    return [diagnose(decision === 'granted' ? 'granted-unwired' : 'decision-ends-run', at, message)]
  })
}
