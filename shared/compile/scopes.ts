import type { ScopeShape } from '../expr/check.ts'
import type { NodeId } from '../graph/ids.ts'
import { defaultLimits, type ResolvedLimits } from '../graph/limits.ts'
import type { ActionNode } from '../graph/nodes/action.ts'
import type { Node, NodeOf } from '../graph/nodes/node.ts'
import type { PlannerNode, StepTemplate } from '../graph/nodes/planner.ts'
import type { PolicyPoint } from '../graph/policy.ts'
import type { Json, JsonObject } from '../json.ts'
import type { GraphIndex } from './graphIndex.ts'
import { policyRoots } from './policyScopes.ts'
import { propertyScope } from './propertyScope.ts'
import {
  actionSchema,
  checksSchema,
  conclusion,
  passedSchema,
  planSchema,
  runSchema,
  stepStatus,
  verdictSchema,
} from './scopeSchemas.ts'
import { stepsOf, strategiesOf } from './strategies.ts'

const text = { type: 'string' }
const number = { type: 'number' }
const closed = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  additionalProperties: false,
})
/** An object that may have more members than are known. */
const open = (properties: JsonObject): JsonObject => ({ type: 'object', properties })
/** An object that may be null: its members are known, its kind is not. */
const nullable = (properties: JsonObject): JsonObject => ({ properties, additionalProperties: false })

const request = closed({
  source: text,
  method: text,
  headers: { type: 'object' },
  by: true,
  cloudEvent: true,
  scheduledFor: true,
  after: true,
  redeliveryOf: true,
})
/** The end of a run of another loop. */
const loopEvent = closed({
  run: text,
  loop: text,
  outcome: text,
  reason: text,
  message: text,
  endedAt: number,
  input: true,
  body: true,
})
/** An event posted to the run. */
const event = closed({ id: text, name: text, data: true, by: text, at: text })
const item = { item: true, index: number }
/** What a person sent back, in the iteration that it led to; null in any other. */
const sentBack = nullable({ by: text, feedback: text, approval: text })
/** What expressions can read at each place of a graph. The engine puts the same names in scope. */
export class Scopes {
  readonly #index: GraphIndex
  /** The actions that a plan can use. */
  readonly #actions: readonly NodeOf<'action'>[]
  /** What the steps of a list are: each of them reads all. */
  readonly #known = new WeakMap<readonly StepTemplate[], Json>()
  /** Whether a server plans, whose steps have names that only it knows. */
  readonly #asksServers: boolean
  readonly #trigger: ScopeShape
  readonly #planner: ScopeShape
  readonly #afterwards: ScopeShape

  constructor(index: GraphIndex) {
    this.#index = index
    this.#trigger = { input: index.trigger?.input ?? true, request }
    this.#actions = index
      .nodesOf('action')
      .filter(({ id }) => index.arriving(id).some((edge) => edge.from.port !== 'undo'))
    const planners = index.nodesOf('planner')
    this.#asksServers = planners.some(asksServer)
    const all = planners.flatMap(stepsOf)
    const limits = { ...defaultLimits, ...index.graph.limits } as ResolvedLimits
    const verifiers = index.nodesOf('verifier')
    const checks = verifiers.flatMap((verifier) => verifier.checks.map(({ id }) => id))
    const verdict = verdictSchema(
      verifiers.map(({ id }) => id),
      checks,
    )
    const passed = passedSchema(
      verifiers.map(({ id }) => id),
      this.#outputs(all),
    )
    this.#planner = {
      ...this.#trigger,
      run: runSchema(limits),
      verdict,
      passed,
      sentBack,
      facts: this.#facts(),
    }
    this.#afterwards = { ...this.step(all), steps: this.#ofAnyPlan(this.#membersOf(all)) }
  }

  /** The dedupe key and the quality checks, before there is a run. */
  trigger(): ScopeShape {
    return this.#trigger
  }

  /** What the input of a run is made of that the end of another starts. */
  loopEvent(): ScopeShape {
    return { event: loopEvent }
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
    const plan = planSchema(this.#actions.map(({ id }) => id))
    return { ...this.planner(), plan, steps: this.#steps(steps) }
  }

  /** The arguments and the condition of a step that maps over a list, for one item. */
  item(steps: readonly StepTemplate[]): ScopeShape {
    return { ...this.step(steps), ...item }
  }

  /** How an external planner is called, which reads secrets too. */
  planCall(): ScopeShape {
    return { ...this.planner(), secrets: true }
  }

  /** What a planner takes for granted: before the plan is adopted, and before each of its steps. */
  assumed(steps: readonly StepTemplate[]): ScopeShape {
    return { ...this.step(steps), ...item, args: { type: 'object' } }
  }

  /** Checks, outcomes and what an approver is shown, over the steps of any plan that can be there. */
  afterwards(): ScopeShape {
    return this.#afterwards
  }

  /** What an approver is shown: between a planner and its actions, also of the step. */
  approval({ id }: NodeOf<'approval'>): ScopeShape {
    if (!this.#index.asksForSteps(id)) return this.afterwards()
    const about = this.#actions.filter((action) => this.#index.approvalsBefore(action.id).includes(id))
    const args = onlyOne(about.map((action) => action.args ?? { type: 'object' })) ?? { type: 'object' }
    return { ...this.afterwards(), ...item, args }
  }

  /** The last word of a verifier: what its checks found, and what they add up to. */
  gate(node: NodeOf<'verifier'>): ScopeShape {
    const checks = checksSchema(node.checks.map(({ id }) => id))
    return { ...this.afterwards(), checks, ...conclusion }
  }

  /** How an external checker is called, which reads secrets too. */
  checkCall(): ScopeShape {
    return { ...this.afterwards(), secrets: true }
  }

  /** What an action needs, and holds while it runs. */
  action(node: ActionNode): ScopeShape {
    return { ...this.afterwards(), args: node.args ?? { type: 'object' } }
  }

  /** A call to a host, which reads secrets too. */
  call(node: ActionNode): ScopeShape {
    return { ...this.action(node), secrets: true }
  }

  /** What is looked at once there is an output: the postcondition, and the arguments of an undo. */
  output(node: ActionNode): ScopeShape {
    return { ...this.action(node), output: outputOf(node) }
  }

  /** What a wait for an event compares. */
  event(node: ActionNode): ScopeShape {
    return { ...this.action(node), event }
  }

  /** What the answer of a probe tells. */
  probed(node: ActionNode): ScopeShape {
    return { ...this.action(node), output: closed(httpOutput) }
  }

  /** A policy. Where all the actions that it is about have one schema, that is known of what is at hand. */
  policy(point: PolicyPoint, on?: readonly NodeId[]): ScopeShape {
    const about = this.#actions.filter(({ id }) => on?.includes(id) ?? true)
    const args = onlyOne(about.map((action) => action.args ?? { type: 'object' })) ?? { type: 'object' }
    const action = actionSchema(about.map(({ id }) => id))
    switch (point) {
      case 'input':
      case 'plan':
      case 'verdict':
        return { ...this.afterwards(), ...policyRoots }
      case 'step':
        return { ...this.afterwards(), ...policyRoots, args, action }
      case 'output': {
        const output = onlyOne(about.map(outputOf)) ?? true
        return { ...this.afterwards(), ...policyRoots, args, output, action }
      }
    }
  }

  /** What the builder states about every run. */
  property(): ScopeShape {
    const ids = (nodes: readonly { id: NodeId }[]) => nodes.map(({ id }) => id)
    return propertyScope({
      steps: this.#index.nodesOf('planner').flatMap((planner) => ids(stepsOf(planner))),
      others: this.#asksServers,
      actions: ids(this.#index.nodesOf('action')),
      verifiers: ids(this.#index.nodesOf('verifier')),
    })
  }

  /** The widest scope of all places in a node; without one, that of a policy. */
  anywhereIn(node: Node | undefined): ScopeShape {
    switch (node?.kind) {
      case undefined:
        return this.policy('output')
      case 'trigger':
        return node.on ? { ...this.trigger(), ...this.loopEvent() } : this.trigger()
      case 'planner':
        return this.#anywhereInPlanner(node)
      case 'action':
        return { ...this.output(node), ...this.call(node), ...(waitsForEvent(node) ? { event } : {}) }
      case 'approval':
        return this.approval(node)
      case 'verifier':
        return {
          ...this.gate(node),
          ...(node.checks.some(({ type }) => type === 'http') ? this.checkCall() : {}),
        }
      case 'outcome':
        return this.afterwards()
    }
  }

  /** Items where a step maps over a list, and secrets where a planner is called. */
  #anywhereInPlanner(planner: PlannerNode): ScopeShape {
    const steps = stepsOf(planner)
    return {
      ...(steps.some(({ map }) => map) ? this.item(steps) : this.step(steps)),
      ...(asksServer(planner) ? { secrets: true } : {}),
    }
  }

  #facts(): Json {
    const names = this.#index.nodesOf('action').flatMap((action) => action.gives ?? [])
    return closed(Object.fromEntries(names.map((name) => [name, true])))
  }

  #steps(steps: readonly StepTemplate[]): Json {
    const known = this.#known.get(steps)
    if (known !== undefined) return known
    const schema = closed(this.#membersOf(steps))
    this.#known.set(steps, schema)
    return schema
  }

  #membersOf(steps: readonly StepTemplate[]): JsonObject {
    const templates = new Map<string, StepTemplate[]>()
    for (const step of steps) templates.set(step.id, [...(templates.get(step.id) ?? []), step])
    return Object.fromEntries([...templates].map(([id, same]) => [id, this.#stepOf(same)]))
  }

  /** What is known by the names of steps, over all plans that there can be. */
  #ofAnyPlan(steps: JsonObject): Json {
    return this.#asksServers ? open(steps) : closed(steps)
  }

  /** The outputs of steps that a verifier let pass, by their ids; one that did not succeed is not there. */
  #outputs(steps: readonly StepTemplate[]): Json {
    const outputs = new Map<string, Json[]>()
    for (const step of steps)
      outputs.set(step.id, [...(outputs.get(step.id) ?? []), ...this.#outputsOf(step)])
    return this.#ofAnyPlan(Object.fromEntries([...outputs].map(([id, each]) => [id, onlyOne(each) ?? true])))
  }

  /** What is known of a step; its templates are those of one id. */
  #stepOf(templates: readonly StepTemplate[]): Json {
    const outputs = templates.flatMap((each) => this.#outputsOf(each))
    const [first = true] = outputs
    const isOne = outputs.every((output) => JSON.stringify(output) === JSON.stringify(first))
    return closed({ status: stepStatus, output: isOne ? first : true, error: true })
  }

  /** What a step can have as its output: its action's or a fallback's; for each item, when it maps over a list. */
  #outputsOf(template: StepTemplate): Json[] {
    if (template.map) return [true]
    return [template, ...(template.fallback ?? [])].map(({ action: id }) => {
      const node = this.#index.nodeOf(id, 'action')
      return node ? stepOutputOf(node) : true
    })
  }
}

const asksServer = (planner: PlannerNode) =>
  strategiesOf(planner).some(({ strategy }) => strategy.type === 'http')

/** What all of some schemas are; null when they differ, or there is none. */
function onlyOne(schemas: readonly Json[]): Json | null {
  const [first = null, ...others] = schemas
  const text = JSON.stringify(first)
  return others.every((other) => JSON.stringify(other) === text) ? first : null
}

/** The output of an action: as its schema says, else what its call brings. */
function outputOf(node: ActionNode): Json {
  const output = callOutput(node)
  return node.output ?? (output ? closed(output) : true)
}

const httpOutput = { status: number, body: true }

/** The members of what a call brings, where they are known. */
function callOutput({ call }: ActionNode): JsonObject | null {
  switch (call.uses) {
    case 'http':
      return httpOutput
    case 'loop':
      return { run: text, outcome: text, body: true }
    case 'emit':
      return { id: text, status: number }
    case 'transform':
      return null
    case 'wait':
      // An event that does not come in time is null.
      return call.for.type === 'event' ? null : { at: text }
  }
}

function waitsForEvent({ call }: ActionNode): boolean {
  return call.uses === 'wait' && call.for.type === 'event'
}

/** The output of a step, null as long as there is none. */
function stepOutputOf(node: ActionNode): Json {
  const output = callOutput(node)
  if (node.output === undefined) return output ? nullable(output) : true
  // A reference would point into the schema, which is but a part here.
  if (node.output.type !== 'object' || JSON.stringify(node.output).includes('"$')) return true
  // The schema's type would be wrong while the output is null; the names of its members are not.
  const { type: _, ...members } = node.output
  return members
}
