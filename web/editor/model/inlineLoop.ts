import type { Edge, PortName } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { OutcomeNode } from '../../../shared/graph/nodes/outcome.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { nodeOf } from './connect.ts'
import { answerOfRun } from './extractStage.ts'
import { fragmentText, pasteFragment } from './fragment.ts'
import { policySubject } from './policySubject.ts'
import { removeNodesBare } from './removeNodes.ts'
import { sameJson } from './sameJson.ts'
import { stageOf } from './stage.ts'
import { uniqueId } from './uniqueId.ts'

export type Inlined = { ok: true; graph: Graph; nodes: string[] } | { ok: false; reason: string }

/** The port of the stage’s verifier that an outcome of the loop stands for. */
const portFor = {
  succeeded: 'pass',
  'rolled-back': 'rollback',
  failed: 'escalate',
  bailed: 'bail',
} as const satisfies Record<OutcomeNode['status'], PortName>

/** The planner of a stage that does nothing but run this action once, on the input as it is; null when there is more to it. */
export function runnerOf(graph: Graph, action: string): string | null {
  const node = nodeOf(graph, action)
  if (node?.kind !== 'action' || node.call.uses !== 'loop' || node.call.input !== '{{ input }}') return null
  const planners = graph.edges.filter((edge) => edge.to.node === action).map((edge) => edge.from.node)
  const planner = planners.length === 1 ? nodeOf(graph, planners[0] ?? '') : undefined
  if (planner?.kind !== 'planner' || planner.strategy.type !== 'sequence') return null
  const [step] = planner.strategy.steps
  const plain = planner.strategy.steps.length === 1 && step && !step.when && !step.map && !step.fallback
  const alone = graph.edges.filter((edge) => edge.from.node === planner.id).length === 1
  return plain && step.action === action && alone ? planner.id : null
}

/**
 * Puts the nodes of a loop where a stage runs it: what led to the stage leads to what its trigger starts, and each of its outcomes gives way
 * to where the stage’s verifier led for such an end. Its policies come along, for its own nodes only; its limits stay with it.
 */
export function inlineLoop(graph: Graph, action: string, child: Graph): Inlined {
  const planner = runnerOf(graph, action)
  if (planner === null) {
    return {
      ok: false,
      reason: 'Only a stage that does nothing but run the loop once, on “{{ input }}”, can be replaced by it',
    }
  }
  const found = stageOf(graph, [planner])
  if (!found.ok) return found
  const { stage } = found
  const start = startOf(child)
  if (!start) return { ok: false, reason: `“${child.title}” has no trigger that leads to a planner` }
  const kept = child.nodes.filter(
    (node) => node.kind !== 'trigger' && !(node.kind === 'outcome' && exitFor(stage.exits, node)),
  )
  const at = graph.layout.positions[planner] ?? { x: 0, y: 0 }
  const from = child.layout.positions[start] ?? { x: 0, y: 0 }
  const text = fragmentText(
    child,
    kept.map((node) => node.id),
  )
  const bare = removeNodesBare(graph, [...stage.nodes])
  const pasted = pasteFragment(bare, text, { x: at.x - from.x, y: at.y - from.y })
  if (!pasted.ok) return pasted
  const { nodes } = pasted.pasted
  const idOf = (id: string) => nodes[kept.findIndex((node) => node.id === id)] ?? id
  const joints = [
    ...stage.entries.map((edge) => joint(edge.from.node, edge.from.port, idOf(start))),
    ...child.edges.flatMap((edge) => {
      const target = nodeOf(child, edge.to.node)
      const exit = target?.kind === 'outcome' ? exitFor(stage.exits, target) : undefined
      return exit ? [joint(idOf(edge.from.node), edge.from.port, exit.to.node)] : []
    }),
  ]
  const whole = pasted.pasted.graph
  const policies = policiesOf(child, whole, nodes, idOf)
  return {
    ok: true,
    graph: {
      ...whole,
      nodes: whole.nodes.map((node) => answeringItself(node, child)),
      edges: [...whole.edges, ...joints],
      policies: [...whole.policies, ...policies],
    },
    nodes,
  }
}

function startOf(child: Graph): string | null {
  const triggers = new Set(child.nodes.filter((node) => node.kind === 'trigger').map((node) => node.id))
  const first = child.edges.find((edge) => triggers.has(edge.from.node) && edge.to.port === 'in')
  return first?.to.node ?? null
}

function exitFor(exits: readonly Edge[], outcome: OutcomeNode): Edge | undefined {
  return exits.find((edge) => edge.from.port === portFor[outcome.status])
}

function joint(from: string, port: PortName, to: string): Edge {
  return { id: `${from}.${port}-${to}.in`, from: { node: from, port }, to: { node: to, port: 'in' } }
}

/** The policies of the loop, as they hold for its nodes in the other one; what holds there already is left out. */
function policiesOf(
  child: Graph,
  into: Graph,
  nodes: readonly string[],
  idOf: (id: string) => string,
): Policy[] {
  const taken = new Set(into.policies.map((policy) => policy.id))
  return child.policies.flatMap((policy) => {
    if (into.policies.some((own) => sameJson(own, policy))) return []
    const id = uniqueId(policy.id, taken)
    taken.add(id)
    const subject = policySubject[policy.at]
    const all = nodes.filter((node) => nodeOf(into, node)?.kind === subject)
    const on = policy.on ? policy.on.map(idOf) : all
    return [policy.at === 'input' ? { ...policy, id } : { ...policy, id, on }]
  })
}

/** An outcome that answered what the loop did answers so itself. */
function answeringItself(node: Node, child: Graph): Node {
  if (node.kind !== 'outcome' || node.body !== answerOfRun) return node
  const ended = child.nodes.find((each) => each.kind === 'outcome' && each.status === 'succeeded')
  const { body: _, ...rest } = node
  return ended?.kind === 'outcome' && ended.body !== undefined ? { ...rest, body: ended.body } : rest
}
