import type { Graph } from '../../../shared/graph/graph.ts'
import { mapSteps } from '../../../shared/graph/mapSteps.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { PlannerNode, Rails, StepTemplate } from '../../../shared/graph/nodes/planner.ts'

type Rename = (id: string) => string

/** A node with every reference to other nodes renamed; its own id stays. */
export function renameReferences(node: Node, rename: Rename): Node {
  return node.kind === 'planner' ? renameInPlanner(node, rename) : node
}

function renameInPlanner(planner: PlannerNode, rename: Rename): PlannerNode {
  return {
    ...planner,
    strategy: mapSteps(planner.strategy, (steps) => steps.map((step) => renameInStep(step, rename))),
    ...(planner.rails ? { rails: renameInRails(planner.rails, rename) } : {}),
  }
}

function renameInStep(step: StepTemplate, rename: Rename): StepTemplate {
  return {
    ...step,
    action: rename(step.action),
    ...(step.fallback
      ? { fallback: step.fallback.map((each) => ({ ...each, action: rename(each.action) })) }
      : {}),
  }
}

function renameInRails(rails: Rails, rename: Rename): Rails {
  const rules = rails.rules.map((rule) => ({
    ...rule,
    ...(rule.only ? { only: rule.only.map(rename) } : {}),
    ...(rule.never ? { never: rule.never.map(rename) } : {}),
    ...(rule.must ? { must: rule.must.map(rename) } : {}),
  }))
  return { ...rails, rules }
}

/** The graph with a node's id changed wherever it stands: wires, plans, policies, layout. */
export function renameNodeId(graph: Graph, from: string, to: string): Graph {
  const rename: Rename = (id) => (id === from ? to : id)
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      const renamed = renameReferences(node, rename)
      return node.id === from ? { ...renamed, id: to } : renamed
    }),
    edges: graph.edges.map((edge) => ({
      ...edge,
      from: { ...edge.from, node: rename(edge.from.node) },
      to: { ...edge.to, node: rename(edge.to.node) },
    })),
    policies: graph.policies.map((policy) => (policy.on ? { ...policy, on: policy.on.map(rename) } : policy)),
    layout: {
      ...graph.layout,
      positions: Object.fromEntries(
        Object.entries(graph.layout.positions).map(([id, at]) => [rename(id), at]),
      ),
      ...(graph.layout.groups
        ? { groups: graph.layout.groups.map((group) => ({ ...group, nodes: group.nodes.map(rename) })) }
        : {}),
    },
  }
}
