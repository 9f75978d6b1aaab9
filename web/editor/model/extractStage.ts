import type { Edge, PortName } from '../../../shared/graph/edge.ts'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { OutcomeNode } from '../../../shared/graph/nodes/outcome.ts'
import type { PlannerNode } from '../../../shared/graph/nodes/planner.ts'
import type { TriggerNode } from '../../../shared/graph/nodes/trigger.ts'
import type { VerifierNode } from '../../../shared/graph/nodes/verifier.ts'
import { usualSafety } from './changeCall.ts'
import { nodeOf } from './connect.ts'
import { cardWidth } from './geometry.ts'
import { leaveGroups } from './groups.ts'
import type { Stage } from './stage.ts'
import { uniqueId } from './uniqueId.ts'

/** The ends of the new loop, by the port that leads out of the stage. */
const ends = {
  pass: { status: 'succeeded', id: 'done', title: 'Done' },
  rollback: { status: 'rolled-back', id: 'undone', title: 'Undone' },
  escalate: { status: 'failed', id: 'escalated', title: 'Needs a person' },
  bail: { status: 'bailed', id: 'safe', title: 'Safe state' },
  denied: { status: 'bailed', id: 'safe', title: 'Safe state' },
  expired: { status: 'bailed', id: 'safe', title: 'Safe state' },
} as const satisfies Partial<Record<PortName, { status: OutcomeNode['status']; id: string; title: string }>>

type EndPort = keyof typeof ends
const isEnd = (port: PortName): port is EndPort => Object.hasOwn(ends, port)

/** The stage as a loop of its own: started with the input of this one, under the same policies and limits. */
export function stageAsLoop(graph: Graph, stage: Stage, name: string, title: string): Graph {
  const nodes = graph.nodes.filter((node) => stage.nodes.has(node.id))
  const inner = graph.edges.filter((edge) => stage.nodes.has(edge.from.node) && stage.nodes.has(edge.to.node))
  const taken = new Set(stage.nodes)
  const claim = (base: string) => {
    const id = uniqueId(base, taken)
    taken.add(id)
    return id
  }
  const trigger = triggerFor(graph, claim('trigger'), title)
  const outcomes = outcomesFor(graph, stage, claim)
  const placed = positionsOf(graph, stage.nodes)
  const at = graph.layout.positions[stage.planner] ?? { x: 0, y: 0 }
  const right = Math.max(...Object.values(placed).map(({ x }) => x), at.x) + cardWidth + 120
  const positions = {
    ...placed,
    [trigger.id]: { x: at.x - cardWidth - 120, y: at.y },
    ...Object.fromEntries(
      [...outcomes.values()].map(({ id }, index) => [id, { x: right, y: at.y + index * 120 }]),
    ),
  }
  return {
    ...emptyGraph(name, title),
    nodes: [trigger, ...nodes, ...new Set(outcomes.values())],
    edges: [
      wire(trigger.id, 'input', stage.planner, 'in'),
      ...inner,
      ...stage.exits.flatMap((edge) => {
        const end = isEnd(edge.from.port) ? outcomes.get(ends[edge.from.port].id) : undefined
        return end ? [wire(edge.from.node, edge.from.port, end.id, 'in')] : []
      }),
    ],
    // A policy without names holds for the nodes of both loops.
    policies: graph.policies.flatMap((policy) => {
      if (!policy.on) return [policy]
      const on = policy.on.filter((id) => stage.nodes.has(id))
      return on.length > 0 ? [{ ...policy, on }] : []
    }),
    limits: graph.limits,
    layout: { positions },
  }
}

function triggerFor(graph: Graph, id: string, title: string): TriggerNode {
  const own = graph.nodes.find((node): node is TriggerNode => node.kind === 'trigger')
  return {
    kind: 'trigger',
    id,
    title: `Start of ${title}`.slice(0, 120),
    // Its webhook asks for the same proof as that of the loop that it comes from.
    auth: own?.auth ?? { scheme: 'none' },
    ...(own?.input === undefined ? {} : { input: own.input }),
  }
}

/** An outcome for each way out. That of success answers what the outcome that it led to did. */
function outcomesFor(graph: Graph, stage: Stage, claim: (base: string) => string): Map<string, OutcomeNode> {
  const outcomes = new Map<string, OutcomeNode>()
  for (const { from, to } of stage.exits) {
    if (!isEnd(from.port) || outcomes.has(ends[from.port].id)) continue
    const { id, status, title } = ends[from.port]
    const target = nodeOf(graph, to.node)
    const body = target?.kind === 'outcome' && from.port === 'pass' ? target.body : undefined
    outcomes.set(id, {
      kind: 'outcome',
      id: claim(id),
      title,
      status,
      ...(body === undefined ? {} : { body }),
    })
  }
  return outcomes
}

/** The graph with a run of that loop in place of the stage: a planner, the action that runs it, and a verifier with the stage’s ways out. */
export function replaceStage(
  graph: Graph,
  stage: Stage,
  loop: string,
  title: string,
): { graph: Graph; action: string } {
  const rest = graph.nodes.filter((node) => !stage.nodes.has(node.id))
  const taken = new Set(graph.nodes.map((node) => node.id))
  const claim = (base: string) => {
    const id = uniqueId(base, taken)
    taken.add(id)
    return id
  }
  const ids = { planner: claim('run_loop'), action: claim('loop'), verifier: claim('ended') }
  const exits = waysOut(graph, stage)
  const done = exits.find(({ port }) => port === 'pass')
  const at = graph.layout.positions[stage.planner] ?? { x: 0, y: 0 }
  const step = cardWidth + 96
  const left = leaveGroups(graph, [...stage.nodes])
  return {
    action: ids.action,
    graph: {
      ...left,
      nodes: [
        ...rest.map((node) => answering(graph, node, stage, done?.to)),
        ...standIns(ids, loop, title, exits),
      ],
      edges: [
        ...graph.edges
          .filter((edge) => !stage.nodes.has(edge.from.node))
          .map((edge) =>
            stage.nodes.has(edge.to.node) ? wire(edge.from.node, edge.from.port, ids.planner, 'in') : edge,
          ),
        wire(ids.planner, 'plan', ids.action, 'step'),
        wire(ids.action, 'result', ids.verifier, 'in'),
        ...exits.map(({ port, to }) => wire(ids.verifier, port, to, 'in')),
      ],
      policies: graph.policies.flatMap((policy) => {
        if (!policy.on) return [policy]
        const on = policy.on.filter((id) => !stage.nodes.has(id))
        return on.length > 0 ? [{ ...policy, on }] : []
      }),
      layout: {
        ...left.layout,
        positions: {
          ...positionsOf(graph, new Set(rest.map((node) => node.id))),
          [ids.planner]: at,
          [ids.action]: { x: at.x + step, y: at.y },
          [ids.verifier]: { x: at.x + 2 * step, y: at.y },
        },
      },
    },
  }
}

type WayOut = { port: 'pass' | 'rollback' | 'escalate' | 'bail'; to: string }

/** Where each verdict led out of the stage. */
function waysOut(graph: Graph, stage: Stage): WayOut[] {
  return (['pass', 'rollback', 'escalate', 'bail'] as const).flatMap((port) => {
    const edge = stage.exits.find(
      ({ from }) => from.port === port && nodeOf(graph, from.node)?.kind === 'verifier',
    )
    return edge ? [{ port, to: edge.to.node }] : []
  })
}

function standIns(
  ids: { planner: string; action: string; verifier: string },
  loop: string,
  title: string,
  exits: readonly WayOut[],
): Node[] {
  const planner: PlannerNode = {
    kind: 'planner',
    id: ids.planner,
    title: `Run ${title}`.slice(0, 120),
    strategy: { type: 'sequence', steps: [{ id: runStep, action: ids.action }] },
  }
  const action: ActionNode = {
    kind: 'action',
    id: ids.action,
    title,
    call: { uses: 'loop', loop, input: '{{ input }}' },
    ...usualSafety.loop,
  }
  const first = (...ports: Exclude<WayOut['port'], 'pass'>[]) =>
    ports.find((port) => exits.some((exit) => exit.port === port))
  // A child that ended in any other way than well fails its step.
  const failed = first('rollback', 'bail', 'escalate')
  const unclear = first('escalate', 'bail', 'rollback')
  const verifier: VerifierNode = {
    kind: 'verifier',
    id: ids.verifier,
    title: 'Did it end well?',
    checks: [],
    ...(failed ? { onStepFailed: failed } : {}),
    ...(unclear ? { onStepUncertain: unclear, onInconclusive: unclear } : {}),
  }
  return [planner, action, verifier]
}

const runStep = 'run'
/** What the new loop answered, as an outcome of the old one reads it. */
export const answerOfRun = `{{ steps.${runStep}.output.body }}`

/** The outcome that only the stage led to answers what the new loop did; its expressions read steps that are there now. */
function answering(graph: Graph, node: Node, stage: Stage, done: string | undefined): Node {
  if (node.kind !== 'outcome' || node.id !== done || node.body === undefined) return node
  const into = graph.edges.filter((edge) => edge.to.node === node.id)
  const only = into.every((edge) => stage.nodes.has(edge.from.node) && edge.from.port === 'pass')
  return only ? { ...node, body: answerOfRun } : node
}

function positionsOf(graph: Graph, nodes: ReadonlySet<string>) {
  return Object.fromEntries(Object.entries(graph.layout.positions).filter(([id]) => nodes.has(id)))
}

function wire(from: string, port: PortName, to: string, into: PortName): Edge {
  return { id: `${from}.${port}-${to}.${into}`, from: { node: from, port }, to: { node: to, port: into } }
}
