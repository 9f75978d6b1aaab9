import { digest } from '../audit/digest.ts'
import type { NodeId } from '../graph/ids.ts'
import { defaultLimits, type ResolvedLimits } from '../graph/limits.ts'
import { retryDefault } from '../graph/nodes/action.ts'
import type { Node, NodeKind, NodeOf } from '../graph/nodes/node.ts'
import type { Personal } from '../graph/nodes/personal.ts'
import { ruleOf } from '../graph/writtenPolicy.ts'
import type { Json } from '../json.ts'
import { marksAnything } from '../privacy/marks.ts'
import type { GraphIndex } from './graphIndex.ts'
import {
  type Program,
  type ProgramAction,
  type ProgramApproval,
  type ProgramBody,
  type ProgramOutcome,
  type ProgramPlanner,
  type ProgramTrigger,
  type ProgramVerifier,
  programFormat,
} from './program.ts'
import { secretsIn } from './secretReaders.ts'
import { verifierDefaults } from './verdicts.ts'

export const plannerDefaults = { asks: 3 } as const

/** What a node does where its graph says nothing. */
export const actionDefaults = { costUsd: 0, risk: 'low', timeoutSeconds: 30 } as const

/**
 * Makes the program of a graph that was found sound: every default resolved, everything in an order that does not
 * depend on how the graph was drawn, and only what a run can reach.
 */
export function emit(index: GraphIndex): Program | null {
  const { graph, trigger } = index
  const to = trigger && index.target(trigger.id, 'input')
  if (!trigger || !to) return null
  const reached = index.reachableFrom(trigger.id)
  const each = <K extends NodeKind, T>(kind: K, make: (node: NodeOf<K>) => T): Record<NodeId, T> => {
    const nodes = index.nodesOf(kind).filter((node) => reached.has(node.id))
    return Object.fromEntries(nodes.map((node) => [node.id, make(node)]))
  }
  const body: ProgramBody = {
    format: programFormat,
    name: graph.name,
    title: graph.title,
    trigger: emitTrigger(trigger, to, personalOf(index, trigger, reached)),
    planners: each('planner', (planner) => emitPlanner(index, planner)),
    actions: each('action', (action) => emitAction(index, action)),
    verifiers: each('verifier', (verifier) => emitVerifier(index, verifier)),
    approvals: each('approval', (approval) => emitApproval(index, approval)),
    outcomes: each('outcome', emitOutcome),
    policies: graph.policies.map(ruleOf),
    limits: { ...defaultLimits, ...graph.limits } as ResolvedLimits,
  }
  return { version: digest(body as unknown as Json), ...body }
}

/** Runs have personal values where the trigger says so, or where a schema marks some. */
function personalOf(
  index: GraphIndex,
  trigger: NodeOf<'trigger'>,
  reached: ReadonlySet<NodeId>,
): Personal | undefined {
  const actions = index.nodesOf('action').filter(({ id }) => reached.has(id))
  const schemas = [trigger.input, ...actions.flatMap(({ args, output }) => [args, output])]
  const isMarked = schemas.some((schema) => schema !== undefined && marksAnything(schema))
  return trigger.personal ?? (isMarked ? {} : undefined)
}

function emitTrigger(trigger: NodeOf<'trigger'>, to: NodeId, personal: Personal | undefined): ProgramTrigger {
  return {
    node: trigger.id,
    to,
    input: trigger.input ?? null,
    auth: trigger.auth,
    dedupe: trigger.dedupe ?? null,
    quality: trigger.quality ?? [],
    respond: trigger.respond ?? { mode: 'now' },
    admission: trigger.admission ?? null,
    observedAt: trigger.observedAt ?? null,
    maxAgeSeconds: trigger.maxAgeSeconds ?? null,
    ...(trigger.schedules?.length ? { schedules: trigger.schedules } : {}),
    ...(personal ? { personal } : {}),
    ...(trigger.keep ? { keep: trigger.keep } : {}),
    ...(trigger.callbacks ? { callbacks: trigger.callbacks } : {}),
    ...(trigger.on?.length ? { on: trigger.on } : {}),
  }
}

function emitPlanner(index: GraphIndex, planner: NodeOf<'planner'>): ProgramPlanner {
  const actions = index.actionsOf(planner.id)
  const [first = ''] = actions
  return {
    title: planner.title,
    strategy: planner.strategy,
    rails: planner.rails ?? null,
    asks: planner.asks ?? plannerDefaults.asks,
    assumes: planner.assumes ?? [],
    expects: planner.expects ?? null,
    expected: planner.expected ?? null,
    actions,
    secrets: secretNames(planner),
    verifier: index.target(first, 'result') ?? '',
  }
}

export function emitAction(index: GraphIndex, action: NodeOf<'action'>): ProgramAction {
  const undo = index.target(action.id, 'undo')
  const [approval] = index.approvalsBefore(action.id)
  return {
    title: action.title,
    call: action.call,
    args: action.args ?? null,
    output: action.output ?? null,
    needs: action.needs ?? null,
    ensures: action.ensures ?? null,
    assumes: action.assumes ?? [],
    gives: action.gives ?? [],
    freshSeconds: action.freshSeconds ?? null,
    costUsd: action.costUsd ?? actionDefaults.costUsd,
    risk: action.risk ?? actionDefaults.risk,
    reversibility: action.reversibility,
    idempotency: action.idempotency,
    timeoutSeconds: action.timeoutSeconds ?? actionDefaults.timeoutSeconds,
    totalSeconds: action.totalSeconds ?? null,
    retry: action.retry ?? retryDefault,
    probe: action.probe ?? null,
    breaker: action.breaker ?? null,
    limit: action.limit ?? null,
    leases: action.leases ?? [],
    undo: undo === null ? null : { action: undo, args: action.undoArgs ?? {} },
    undoOn: action.undoOn ?? ['failed', 'uncertain'],
    secrets: secretNames(action),
    ...(approval === undefined ? {} : { approval }),
  }
}

function secretNames(node: Node): string[] {
  return [...new Set(secretsIn(node).map(({ name }) => name))].toSorted()
}

function emitVerifier(index: GraphIndex, verifier: NodeOf<'verifier'>): ProgramVerifier {
  const secrets = secretNames(verifier)
  return {
    title: verifier.title,
    checks: verifier.checks.map((check) => ({ ...check, weight: check.weight ?? 1 })),
    onStepFailed: verifier.onStepFailed ?? verifierDefaults.onStepFailed,
    onStepUncertain: verifier.onStepUncertain ?? verifierDefaults.onStepUncertain,
    onInconclusive: verifier.onInconclusive ?? verifierDefaults.onInconclusive,
    escalateAtRisk: verifier.escalateAtRisk ?? null,
    ...(verifier.bailAtRisk === undefined ? {} : { bailAtRisk: verifier.bailAtRisk }),
    ...(verifier.gate === undefined ? {} : { gate: verifier.gate }),
    ...(secrets.length === 0 ? {} : { secrets }),
    routes: {
      pass: index.target(verifier.id, 'pass'),
      replan: index.target(verifier.id, 'replan'),
      rollback: index.target(verifier.id, 'rollback'),
      escalate: index.target(verifier.id, 'escalate'),
      bail: index.target(verifier.id, 'bail'),
    },
  }
}

function emitApproval(index: GraphIndex, approval: NodeOf<'approval'>): ProgramApproval {
  const asksForSteps = index.asksForSteps(approval.id)
  return {
    title: approval.title,
    approvers: approval.approvers,
    need: approval.need ?? 1,
    deadlineSeconds: approval.deadlineSeconds,
    show: approval.show ?? null,
    routes: {
      granted: asksForSteps ? null : index.target(approval.id, 'granted'),
      denied: index.target(approval.id, 'denied'),
      expired: index.target(approval.id, 'expired'),
    },
  }
}

function emitOutcome(outcome: NodeOf<'outcome'>): ProgramOutcome {
  return { title: outcome.title, status: outcome.status, body: outcome.body ?? null }
}
