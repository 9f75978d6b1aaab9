import type { Edge } from '../../graph/edge.ts'
import type { PlannerNode } from '../../graph/nodes/planner.ts'
import { type OutPort, outPorts, portsFit } from '../../graph/ports.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { removeWire } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { strategiesOf } from '../strategies.ts'

/** One trigger, ids used once, and wires that join ports which fit. */
export function checkStructure(index: GraphIndex): Diagnostic[] {
  return [
    ...checkTriggers(index),
    ...checkNodeIds(index),
    ...checkEdgeIds(index),
    ...index.graph.edges.flatMap((edge) => checkEnds(index, edge)),
    ...checkFan(index),
    ...checkItems(index),
  ]
}

function checkTriggers(index: GraphIndex): Diagnostic[] {
  const triggers = index.graph.nodes.filter((node) => node.kind === 'trigger')
  if (triggers.length === 0) return [diagnose('no-trigger', {}, 'The loop has no trigger')]
  return triggers
    .slice(1)
    .map((node) => diagnose('several-triggers', { node: node.id }, 'A loop has only one trigger'))
}

function checkNodeIds(index: GraphIndex): Diagnostic[] {
  return repeated(index.graph.nodes.map((node) => node.id)).map(({ id }) =>
    diagnose('duplicate-node', { node: id, field: '/id' }, `Another node has the id “${id}”`),
  )
}

function checkEdgeIds(index: GraphIndex): Diagnostic[] {
  const { edges } = index.graph
  const taken = new Set(edges.map((edge) => edge.id))
  const ids = repeated(edges.map((edge) => edge.id)).map(({ id, place }) => {
    const patch = [{ op: 'replace' as const, path: `/edges/${place}/id`, value: freeId(id, place, taken) }]
    const fix = { title: 'Give it another id', patch }
    return diagnose('duplicate-edge', { edge: id }, `Another wire has the id “${id}”`, fix)
  })
  const wires = repeated(edges.map(wireText)).flatMap(({ place }) => {
    const edge = edges[place]
    if (!edge) return []
    const message = `“${edge.from.node}” and “${edge.to.node}” are wired twice`
    return [diagnose('duplicate-wire', { edge: edge.id }, message, removeWire(index, edge))]
  })
  return [...ids, ...wires]
}

/** An id like another that nothing has yet; it is taken then. */
function freeId(id: string, place: number, taken: Set<string>): string {
  let count = place + 1
  while (taken.has(`${id.slice(0, 190)}-${count}`)) count += 1
  const free = `${id.slice(0, 190)}-${count}`
  taken.add(free)
  return free
}

function wireText({ from, to }: Edge): string {
  return `${from.node}/${from.port} ${to.node}/${to.port}`
}

function checkEnds(index: GraphIndex, edge: Edge): Diagnostic[] {
  const from = index.node(edge.from.node)
  const to = index.node(edge.to.node)
  if (!from || !to) {
    const missing = from ? edge.to.node : edge.from.node
    return [
      diagnose('dangling-edge', { edge: edge.id }, `There is no node “${missing}”`, removeWire(index, edge)),
    ]
  }
  const fit = portsFit({ kind: from.kind, port: edge.from.port }, { kind: to.kind, port: edge.to.port })
  if (fit.ok) return []
  return [diagnose('port-mismatch', { edge: edge.id }, fit.reason, removeWire(index, edge))]
}

function checkFan(index: GraphIndex): Diagnostic[] {
  return index.nodes().flatMap((node) => {
    const ports: readonly OutPort[] = outPorts[node.kind]
    return ports
      .filter((port) => port.fan === 'one' || (port.port === 'granted' && !index.asksForSteps(node.id)))
      .flatMap((port) => index.leaving(node.id, port.port).slice(1))
      .map((edge) => {
        const message = `Only one wire may leave “${edge.from.port}” of “${node.title}”`
        return diagnose(
          'fan-out',
          { node: node.id, port: edge.from.port, edge: edge.id },
          message,
          removeWire(index, edge),
        )
      })
  })
}

/** Ids of checks, rules, columns, policies and properties. Those of steps are looked at with the plans. */
function checkItems(index: GraphIndex): Diagnostic[] {
  const inNodes = index.nodes().flatMap((node) => {
    switch (node.kind) {
      case 'trigger':
        return itemFaults(node.id, '/quality', node.quality ?? [])
      case 'verifier':
        return itemFaults(node.id, '/checks', node.checks)
      case 'planner':
        return itemListsOf(node).flatMap(({ items, field }) => itemFaults(node.id, field, items))
      case 'action':
      case 'approval':
      case 'outcome':
        return []
    }
  })
  const policies = repeated(index.graph.policies.map((policy) => policy.id)).map(({ id, place }) =>
    diagnose('duplicate-item', { field: `/policies/${place}/id` }, `Another policy has the id “${id}”`),
  )
  const properties = repeated((index.graph.properties ?? []).map(({ id }) => id)).map(({ id, place }) =>
    diagnose('duplicate-item', { field: `/properties/${place}/id` }, `Another property has the id “${id}”`),
  )
  return [...inNodes, ...policies, ...properties]
}

type ItemList = { items: readonly { id: string }[]; field: string }

/** What a planner lists by ids, besides steps. */
function itemListsOf(planner: PlannerNode): ItemList[] {
  const { strategy, rails } = planner
  const own = strategiesOf(planner).flatMap(({ strategy: single, field }): ItemList[] => {
    switch (single.type) {
      case 'table':
        return [
          { items: single.inputs, field: `${field}/inputs` },
          { items: single.rules, field: `${field}/rules` },
        ]
      case 'choice':
        return [{ items: single.options, field: `${field}/options` }]
      case 'sequence':
      case 'goal':
      case 'http':
        return []
    }
  })
  return [
    ...own,
    ...(strategy.type === 'federation' ? [{ items: strategy.members, field: '/strategy/members' }] : []),
    ...(rails
      ? [
          { items: rails.inputs, field: '/rails/inputs' },
          { items: rails.rules, field: '/rails/rules' },
        ]
      : []),
  ]
}

function itemFaults(node: string, list: string, items: readonly { id: string }[]): Diagnostic[] {
  return repeated(items.map((item) => item.id)).map(({ id, place }) =>
    diagnose('duplicate-item', fieldOf(node, `${list}/${place}/id`), `“${id}” is there already`),
  )
}

/** Every repetition of an id, where it stands. */
export function repeated(ids: readonly string[]): { id: string; place: number }[] {
  const seen = new Set<string>()
  return ids.flatMap((id, place) => {
    if (seen.has(id)) return [{ id, place }]
    seen.add(id)
    return []
  })
}
