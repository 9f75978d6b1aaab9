import type { ScopeShape } from '../expr/check.ts'
import type { NodeId } from '../graph/ids.ts'
import type { ActionNode } from '../graph/nodes/action.ts'
import type { Node } from '../graph/nodes/node.ts'
import type { PlannerNode, StepTemplate } from '../graph/nodes/planner.ts'
import type { PolicyPoint } from '../graph/policy.ts'
import type { Json, JsonObject } from '../json.ts'
import type { GraphIndex } from './graphIndex.ts'

const text = { type: 'string' }
const number = { type: 'number' }
const closed = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  additionalProperties: false,
})
/** An object that may be null: its members are known, its kind is not. */
const nullable = (properties: JsonObject): JsonObject => ({ properties, additionalProperties: false })

const request = closed({ source: text, method: text, headers: { type: 'object' }, by: true })
const run = closed({
  id: text,
  iteration: number,
  seed: number,
  startedAt: number,
  costUsd: number,
  steps: number,
  stopReason: true,
})
const step = closed({ id: text, action: text, args: { type: 'object' }, why: true })
const plan = nullable({
  version: number,
  steps: { type: 'array', items: step },
  rationale: { type: 'array', items: text },
  expected: true,
})
const verdict = nullable({
  verifier: text,
  iteration: number,
  verdict: text,
  risk: number,
  reasons: { type: 'array', items: text },
  checks: { type: 'object' },
})

/** What expressions can read at each place of a graph. The engine puts the same names in scope. */
export class Scopes {
  readonly #index: GraphIndex
  readonly #trigger: ScopeShape
  readonly #planner: ScopeShape
  readonly #afterwards: ScopeShape

  constructor(index: GraphIndex) {
    this.#index = index
    this.#trigger = { input: index.trigger?.input ?? true, request }
    this.#planner = { ...this.#trigger, run, verdict, facts: this.#facts() }
    this.#afterwards = this.step(index.nodesOf('planner').flatMap(stepsOf))
  }

  /** The dedupe key and the quality checks, before there is a run. */
  trigger(): ScopeShape {
    return this.#trigger
  }

  /** What a planner decides over. */
  planner(): ScopeShape {
    return this.#planner
  }

  /** A cell of a table: `it` is the column's value. */
  cell(): ScopeShape {
    return { ...this.planner(), it: true }
  }

  /** A step's arguments and condition: `steps` are those of its own plan. */
  step(steps: readonly StepTemplate[]): ScopeShape {
    return { ...this.planner(), plan, steps: this.#steps(steps) }
  }

  /** Checks, outcomes and what an approver is shown, over the steps of any plan that can be there. */
  afterwards(): ScopeShape {
    return this.#afterwards
  }

  /** What an action needs, and holds while it runs. */
  action(action: ActionNode): ScopeShape {
    return { ...this.afterwards(), args: action.args ?? { type: 'object' } }
  }

  /** The call itself, the one place that reads secrets. */
  call(action: ActionNode): ScopeShape {
    return { ...this.action(action), secrets: true }
  }

  undo(action: ActionNode): ScopeShape {
    return { ...this.action(action), output: outputOf(action) }
  }

  policy(point: PolicyPoint): ScopeShape {
    switch (point) {
      case 'input':
      case 'plan':
      case 'verdict':
        return this.afterwards()
      case 'step':
        return { ...this.afterwards(), args: { type: 'object' } }
      case 'output':
        return { ...this.afterwards(), args: { type: 'object' }, output: true }
    }
  }

  /** The widest scope of all places in a node; without one, that of a policy. */
  anywhereIn(node: Node | undefined): ScopeShape {
    switch (node?.kind) {
      case undefined:
        return this.policy('output')
      case 'trigger':
        return this.trigger()
      case 'planner':
        return this.step(stepsOf(node))
      case 'action':
        return { ...this.undo(node), ...this.call(node) }
      case 'verifier':
      case 'approval':
      case 'outcome':
        return this.afterwards()
    }
  }

  #facts(): Json {
    const names = this.#index.nodesOf('action').flatMap((action) => action.gives ?? [])
    return closed(Object.fromEntries(names.map((name) => [name, true])))
  }

  #steps(steps: readonly StepTemplate[]): Json {
    const actions = new Map<string, Set<NodeId>>()
    for (const { id, action } of steps) actions.set(id, (actions.get(id) ?? new Set()).add(action))
    return closed(Object.fromEntries([...actions].map(([id, used]) => [id, this.#stepOf([...used])])))
  }

  #stepOf(used: readonly NodeId[]): Json {
    const [only] = used
    const action = used.length === 1 && only !== undefined ? this.#index.nodeOf(only, 'action') : undefined
    return closed({ status: text, output: action ? stepOutputOf(action) : true, error: true })
  }
}

/** The output of an action: as its schema says, else what its call brings. */
function outputOf(action: ActionNode): Json {
  return action.output ?? (action.call.uses === 'http' ? closed(httpOutput) : true)
}

const httpOutput = { status: number, body: true }

/** The output of a step, null as long as there is none. */
function stepOutputOf(action: ActionNode): Json {
  if (action.output === undefined) return action.call.uses === 'http' ? nullable(httpOutput) : true
  // A reference would point into the schema, which is but a part here.
  if (action.output.type !== 'object' || JSON.stringify(action.output).includes('"$')) return true
  // The schema's type would be wrong while the output is null; the names of its members are not.
  const { type: _, ...members } = action.output
  return members
}

/** Every step that a planner can plan, with repetitions. */
export function stepsOf(planner: PlannerNode): StepTemplate[] {
  return stepLists(planner).flatMap(({ steps }) => steps)
}

/** The lists of steps of a planner, each with its JSON Pointer in the node. */
export function stepLists(planner: PlannerNode): { steps: readonly StepTemplate[]; field: string }[] {
  const { strategy } = planner
  switch (strategy.type) {
    case 'sequence':
      return [{ steps: strategy.steps, field: '/strategy/steps' }]
    case 'table': {
      const rules = strategy.rules.map(({ steps }, place) => ({
        steps,
        field: `/strategy/rules/${place}/steps`,
      }))
      return strategy.otherwise
        ? [...rules, { steps: strategy.otherwise, field: '/strategy/otherwise' }]
        : rules
    }
    case 'goal':
      return [{ steps: strategy.candidates, field: '/strategy/candidates' }]
    case 'choice':
      return strategy.options.map(({ steps }, place) => ({
        steps,
        field: `/strategy/options/${place}/steps`,
      }))
    case 'http':
    case 'federation':
      return []
  }
}

/** Whether the steps of several rules can be in one plan. */
export function mergesRules(planner: PlannerNode): boolean {
  const { strategy } = planner
  return (
    strategy.type === 'table' && (strategy.hitPolicy === 'collect' || strategy.hitPolicy === 'rule-order')
  )
}
