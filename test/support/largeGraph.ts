import type { Edge } from '../../shared/graph/edge.ts'
import { emptyGraph } from '../../shared/graph/emptyGraph.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import type { Layout } from '../../shared/graph/layout.ts'
import type { Node } from '../../shared/graph/nodes/node.ts'
import { wire } from '../../shared/templates/wire.ts'
import { action } from './graphs.ts'

/** Actions of a stage, beside its planner and its verifier. */
const actionsOfStage = 8

/** A loop of about that many nodes that compiles: stage after stage of a planner, its actions and a verifier that may send back. */
export function largeGraph(size: number): Graph {
  const stages = Math.max(1, Math.round((size - 3) / (actionsOfStage + 2)))
  const nodes: Node[] = [
    { kind: 'trigger', id: 'start', title: 'Start', auth: { scheme: 'bearer', secret: 'token' } },
    { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded' },
    { kind: 'outcome', id: 'stopped', title: 'Stopped', status: 'bailed' },
  ]
  const edges: Edge[] = [wire('start.input', 'plan0.in')]
  const positions: Layout['positions'] = {
    start: { x: -340, y: 480 },
    done: { x: -340, y: 640 },
    stopped: { x: -340, y: 800 },
  }
  for (let stage = 0; stage < stages; stage += 1) {
    addStage(nodes, edges, stage, stage === stages - 1)
    Object.assign(positions, placesOf(stage))
  }
  const graph = { ...emptyGraph(`size-${size}`, `${size} nodes`), nodes, edges }
  return { ...graph, layout: { positions } }
}

/** Stages stand beside each other, so many a row. */
const stagesOfRow = 8

function placesOf(stage: number): Layout['positions'] {
  const x = (stage % stagesOfRow) * 1080
  const y = Math.floor(stage / stagesOfRow) * 1120
  return {
    [`plan${stage}`]: { x, y: y + 480 },
    ...Object.fromEntries(
      Array.from({ length: actionsOfStage }, (_, place) => [
        `act${stage}_${place}`,
        { x: x + 340, y: y + place * 130 },
      ]),
    ),
    [`check${stage}`]: { x: x + 680, y: y + 480 },
  }
}

function addStage(nodes: Node[], edges: Edge[], stage: number, last: boolean): void {
  const [plan, check] = [`plan${stage}`, `check${stage}`] as const
  const actions = Array.from({ length: actionsOfStage }, (_, place) => `act${stage}_${place}` as const)
  nodes.push(
    {
      kind: 'planner',
      id: plan,
      title: `Plan ${stage}`,
      strategy: { type: 'sequence', steps: actions.map((id) => ({ id, action: id, args: {} })) },
    },
    ...actions.map((id) => action(id, { call: { uses: 'transform', value: '{{ input }}' } })),
    {
      kind: 'verifier',
      id: check,
      title: `Check ${stage}`,
      checks: [{ type: 'rule', id: 'ok', expr: 'steps.size() > 0', onFail: 'replan' }],
    },
  )
  edges.push(
    ...actions.flatMap((id) => [wire(`${plan}.plan`, `${id}.step`), wire(`${id}.result`, `${check}.in`)]),
    wire(`${check}.pass`, last ? 'done.in' : `plan${stage + 1}.in`),
    wire(`${check}.replan`, `${plan}.in`),
    wire(`${check}.rollback`, 'stopped.in'),
    wire(`${check}.escalate`, 'stopped.in'),
    wire(`${check}.bail`, 'stopped.in'),
  )
}
