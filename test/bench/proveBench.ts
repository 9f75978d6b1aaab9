import { compile } from '../../shared/compile/compile.ts'
import type { Edge } from '../../shared/graph/edge.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import type { Node } from '../../shared/graph/nodes/node.ts'
import { Proof } from '../../shared/prove/Proof.ts'
import { usualMostStates } from '../../shared/prove/prove.ts'
import { wire } from '../../shared/templates/wire.ts'

/** Nodes of a graph, and what it took to prove it. */
export type ProveFigure = { nodes: number; states: number; turns: number; ms: number; complete: boolean }

const sizes = [5, 10, 20, 50, 100, 200]

/** Proves graphs of 5 to 200 nodes: stages one after the other, each with a plan of two steps, an undo and a check. */
export function benchProve(): ProveFigure[] {
  return sizes.map((size) => {
    const graph = size < 9 ? tinyGraph : stagedGraph(size)
    const { program } = compile(graph)
    if (!program) throw new Error(`The graph of ${size} nodes does not compile`)
    const begin = performance.now()
    const proof = new Proof(program, { maxStates: usualMostStates })
    proof.explore(usualMostStates)
    const { states, edges, complete } = proof.report().explored
    return { nodes: graph.nodes.length, states, turns: edges, ms: performance.now() - begin, complete }
  })
}

const call = { uses: 'http' as const, host: 'api', method: 'POST' as const, path: '/' }
const safe = { idempotency: 'keyed' as const, call }
const start: Node = {
  kind: 'trigger',
  id: 'start',
  title: 'Start',
  auth: { scheme: 'bearer', secret: 'token' },
}
const done: Node = { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded' }

/** A plan of one step, a check and an end. */
const tinyGraph: Graph = {
  format: 'pavane.graph/1',
  name: 'tiny',
  title: 'Tiny',
  description: '',
  nodes: [
    start,
    {
      kind: 'planner',
      id: 'plan',
      title: 'plan',
      strategy: { type: 'sequence', steps: [{ id: 'act', action: 'act' }] },
    },
    { kind: 'action', id: 'act', title: 'act', ...safe, reversibility: 'pure' },
    {
      kind: 'verifier',
      id: 'check',
      title: 'check',
      checks: [],
      onStepFailed: 'bail',
      onStepUncertain: 'bail',
      onInconclusive: 'bail',
    },
    done,
  ],
  edges: [
    wire('start.input', 'plan.in'),
    wire('plan.plan', 'act.step'),
    wire('act.result', 'check.in'),
    wire('check.pass', 'done.in'),
    wire('check.bail', 'done.in'),
  ],
  policies: [],
  limits: {},
  layout: { positions: {} },
}

/** Five nodes make a stage: a planner, an action that may be tried again, one with an undo, and a verifier. */
const stageNodes = 5

/** A graph of about so many nodes: as many stages as fit. */
function stagedGraph(size: number): Graph {
  const stages = Math.max(1, Math.floor((size - 3) / stageNodes))
  const made = Array.from({ length: stages }, (_, place) => stage(place, place === stages - 1))
  return {
    format: 'pavane.graph/1',
    name: `staged-${size}`,
    title: 'Staged',
    description: '',
    nodes: [
      start,
      ...made.flatMap(({ nodes }) => nodes),
      done,
      { kind: 'outcome', id: 'undone', title: 'Undone', status: 'rolled-back' },
      {
        kind: 'outcome',
        id: 'by_hand',
        title: 'By hand',
        status: 'bailed',
        body: { standing: '{{ run.standing }}' },
      },
    ],
    edges: [wire('start.input', 'plan_0.in'), ...made.flatMap(({ edges }) => edges)],
    policies: [],
    limits: { iterations: stages + 2, steps: 1000 },
    layout: { positions: {} },
  }
}

function stage(place: number, isLast: boolean): { nodes: Node[]; edges: Edge[] } {
  const [plan, read, write, undo, check] = ['plan', 'read', 'write', 'undo', 'check'].map(
    (kind) => `${kind}_${place}`,
  ) as [string, string, string, string, string]
  return {
    nodes: [
      {
        kind: 'planner',
        id: plan,
        title: plan,
        strategy: {
          type: 'sequence',
          steps: [
            { id: read, action: read },
            { id: write, action: write },
          ],
        },
      },
      { kind: 'action', id: read, title: read, ...safe, reversibility: 'pure' },
      { kind: 'action', id: write, title: write, ...safe, reversibility: 'compensable', undoArgs: {} },
      { kind: 'action', id: undo, title: undo, ...safe, reversibility: 'idempotent' },
      {
        kind: 'verifier',
        id: check,
        title: check,
        checks: [{ type: 'rule', id: 'ok', expr: `steps.${write}.output.body.ok`, onFail: 'replan' }],
      },
    ],
    edges: [
      wire(`${plan}.plan`, `${read}.step`),
      wire(`${plan}.plan`, `${write}.step`),
      wire(`${read}.result`, `${check}.in`),
      wire(`${write}.result`, `${check}.in`),
      wire(`${write}.undo`, `${undo}.step`),
      wire(`${check}.pass`, isLast ? 'done.in' : `plan_${place + 1}.in`),
      wire(`${check}.replan`, `${plan}.in`),
      wire(`${check}.rollback`, 'undone.in'),
      wire(`${check}.escalate`, 'by_hand.in'),
      wire(`${check}.bail`, 'by_hand.in'),
    ],
  }
}
