import type { Edge } from '../../graph/edge.ts'
import type { Graph } from '../../graph/graph.ts'
import type { NodeId } from '../../graph/ids.ts'
import type { ActionNode } from '../../graph/nodes/action.ts'
import type { ApprovalNode } from '../../graph/nodes/approval.ts'
import type { Node } from '../../graph/nodes/node.ts'
import type { VerifierNode } from '../../graph/nodes/verifier.ts'
import { portsFit } from '../../graph/ports.ts'
import type { Diagnostic, Fix } from '../diagnostic.ts'
import { diagnose } from '../report.ts'
import { stepsOf } from '../strategies.ts'
import { Kept } from './Kept.ts'
import { withoutActions } from './withoutActions.ts'

/** A graph without what is disabled in it, what there is to say of that, and how to point at the builder's graph again. */
export type LeftOut = { graph: Graph; diagnostics: Diagnostic[]; kept: Kept }

/** A wire of the smaller graph, and the builder's wire that it stands for. */
type Wire = { edge: Edge; of: Edge; place: number }

/**
 * Leaves out what is disabled: the program is that of a graph which never had it. No plan uses a disabled action: steps that would
 * are left out, and what came after one comes after what that came after. What arrives at a disabled verifier goes where its pass
 * leads, at a disabled approval where it is granted. Null when nothing is disabled.
 */
export function leaveOutDisabled(graph: Graph): LeftOut | null {
  const disabled = graph.nodes.filter(isDisabled)
  if (disabled.length === 0) return null
  const kept = new Kept()
  const diagnostics: Diagnostic[] = []
  let wires: Wire[] = graph.edges.map((edge, place) => ({ edge, of: edge, place }))
  for (const node of disabled) {
    diagnostics.push(...whatItMeans(graph, node, wires))
    wires = without(node, wires)
  }
  const gone = new Set(disabled.map(({ id }) => id))
  const stays = (id: NodeId) => !gone.has(id)
  const nodes = kept
    .list('/nodes', graph.nodes, ({ id }) => stays(id))
    .map((node) => (node.kind === 'planner' ? withoutActions(node, gone, kept) : node))
  const policies = kept
    .list('/policies', graph.policies, ({ on }) => on === undefined || on.some(stays) || on.length === 0)
    .map((policy) => (policy.on ? { ...policy, on: policy.on.filter(stays) } : policy))
  kept.nodes(nodes.map(({ id }) => id))
  kept.edges(wires.map(({ edge, of, place }) => ({ id: edge.id, of: of.id, place })))
  return { graph: { ...graph, nodes, policies, edges: wires.map(({ edge }) => edge) }, diagnostics, kept }
}

type Disableable = ActionNode | VerifierNode | ApprovalNode

/** Kinds that can be disabled: the others are where runs come in, plan or end. */
export function canBeDisabled(node: Node): node is Disableable {
  return node.kind === 'action' || node.kind === 'verifier' || node.kind === 'approval'
}

const isDisabled = (node: Node): node is Disableable => canBeDisabled(node) && node.disabled === true

/** The port by which a run goes on as if the node were not there. */
const onward = { verifier: 'pass', approval: 'granted' } as const

/** Takes a node out of the wires. What arrived goes on by its onward port, where that fits. */
function without(node: Disableable, wires: readonly Wire[]): Wire[] {
  const rest = wires.filter(({ edge }) => edge.from.node !== node.id && edge.to.node !== node.id)
  if (node.kind === 'action') return rest
  const on = wires.filter(({ edge }) => edge.from.node === node.id && edge.from.port === onward[node.kind])
  const through = wires
    .filter(({ edge }) => edge.to.node === node.id && edge.from.node !== node.id)
    .flatMap((into) =>
      on.map(({ edge: { to } }, number) => ({
        ...into,
        edge: { ...into.edge, id: number === 0 ? into.edge.id : `${into.edge.id}~${number}`, to },
      })),
    )
  return [...rest, ...through].toSorted((one, other) => one.place - other.place)
}

function whatItMeans(graph: Graph, node: Disableable, wires: readonly Wire[]): Diagnostic[] {
  switch (node.kind) {
    case 'action':
      return [diagnose('disabled', { node: node.id }, ofAction(graph, node))]
    case 'verifier':
    case 'approval':
      return [misfit(graph, node, wires) ?? passedBy(graph, node, wires)]
  }
}

function ofAction(graph: Graph, { id, title }: ActionNode): string {
  const steps = graph.nodes.flatMap((node) => (node.kind === 'planner' ? stepsOf(node) : []))
  const count = steps.filter(({ action }) => action === id).length
  const said = `“${title}” is disabled: no plan uses it`
  if (count === 0) return said
  return `${said}, and ${count === 1 ? 'the step that would is' : `the ${count} steps that would are`} left out`
}

/** Why a run can't pass a node by: nothing comes after it, or what comes after takes nothing of that kind. */
function misfit(graph: Graph, node: VerifierNode | ApprovalNode, wires: readonly Wire[]): Diagnostic | null {
  const kindOf = (id: NodeId) => graph.nodes.find((each) => each.id === id)?.kind
  const port = onward[node.kind]
  const on = wires.filter(({ edge }) => edge.from.node === node.id && edge.from.port === port)
  const into = wires.filter(({ edge }) => edge.to.node === node.id)
  const says = (why: string) =>
    diagnose(
      'disabled-needed',
      { node: node.id, port },
      `“${node.title}” can’t be left out: ${why}`,
      enable(graph, node),
    )
  if (on.length === 0 && into.length > 0) return says(`its “${port}” leads nowhere`)
  for (const { edge: before } of into)
    for (const { edge: after } of on) {
      const from = kindOf(before.from.node)
      const to = kindOf(after.to.node)
      if (!from || !to) continue
      const fit = portsFit({ kind: from, port: before.from.port }, { kind: to, port: after.to.port })
      if (!fit.ok) return says(`${fit.reason[0]?.toLowerCase() ?? ''}${fit.reason.slice(1)}`)
    }
  return null
}

function passedBy(graph: Graph, node: VerifierNode | ApprovalNode, wires: readonly Wire[]): Diagnostic {
  const on = wires.filter(({ edge }) => edge.from.node === node.id && edge.from.port === onward[node.kind])
  const names = on.map(({ edge }) => graph.nodes.find(({ id }) => id === edge.to.node)?.title ?? '')
  const where = names.length === 0 ? '' : ` to ${names.map((name) => `“${name}”`).join(', ')}`
  const [code, missing] =
    node.kind === 'verifier'
      ? (['disabled-verifier', 'unjudged'] as const)
      : (['disabled-approval', 'and nobody is asked'] as const)
  const says = `“${node.title}” is disabled: runs go on${where} ${missing}`
  return diagnose(code, { node: node.id }, says, enable(graph, node))
}

function enable(graph: Graph, node: Node): Fix {
  const path = `/nodes/${graph.nodes.indexOf(node)}/disabled`
  return { title: 'Enable it', patch: [{ op: 'remove', path }] }
}
