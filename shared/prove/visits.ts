import type { Program } from '../compile/program.ts'
import type { ApprovalSubject, EventBody } from '../engine/event.ts'
import type { RunState } from '../engine/state.ts'
import type { NodeId } from '../graph/ids.ts'
import { askingNode } from './askingNode.ts'

/** Something that a run can come to: a node, or a route out of one. */
export type Visited = { node: NodeId; route: string | null }

/** Which nodes and routes were come to. */
export class Visits {
  readonly #program: Program
  readonly #seen = new Set<string>()

  constructor(program: Program) {
    this.#program = program
  }

  add(before: RunState, events: readonly EventBody[], after: RunState): void {
    for (const event of events) this.#see(before, event, after)
  }

  /** What no run comes to, in the order of the program. */
  missing(): Visited[] {
    const { planners, actions, verifiers, approvals, outcomes } = this.#program
    const nodes = [planners, actions, verifiers, approvals, outcomes].flatMap((kind) => Object.keys(kind))
    const routes = [...Object.entries(verifiers), ...Object.entries(approvals)].flatMap(
      ([node, { routes: own }]) =>
        Object.entries(own).flatMap(([route, to]) => (to === null ? [] : [{ node, route }])),
    )
    const unseen = nodes.filter((node) => !this.#seen.has(node))
    return [
      ...unseen.map((node) => ({ node, route: null })),
      // That a node is never come to says that none of its routes is.
      ...routes.filter(({ node, route }) => !unseen.includes(node) && !this.#seen.has(`${node}.${route}`)),
    ]
  }

  #see(before: RunState, { type, data }: EventBody, after: RunState): void {
    if (type === 'iteration.started') this.#mark(data.planner)
    if (type === 'step.started' || type === 'compensation.started') this.#mark(data.action)
    if (type === 'verdict.reached') this.#mark(data.verifier, data.verdict)
    if (type === 'plan.rejected' && !data.again) this.#markBail(before, data.planner, after)
    if (type === 'approval.requested') this.#markAsked(data.subject)
    if (type === 'approval.granted' && data.remaining === 0)
      this.#markDecision(after, data.approval, 'granted')
    if (type === 'approval.denied') this.#markDecision(after, data.approval, 'denied')
    // A run whose time is up at once does not go that way.
    if (type === 'approval.expired' && !isOutOfTime(after))
      this.#markDecision(after, data.approval, 'expired')
    if (type === 'run.ended' && data.node !== null) this.#mark(data.node)
  }

  /** The bail route of whoever sent the run there: the verifier that asked for a plan, else the planner's own. */
  #markBail(before: RunState, planner: NodeId, after: RunState): void {
    const own = this.#program.planners[planner]?.verifier
    if (own !== undefined) this.#mark(own, 'bail')
    for (const state of [before, after])
      if (state.status !== 'new' && state.verdict) this.#mark(state.verdict.verifier, 'bail')
  }

  #markDecision(state: RunState, id: string, route: string): void {
    const approval = state.status === 'new' ? undefined : state.approvals.find((each) => each.id === id)
    if (approval) this.#markAsked(approval.subject, route)
  }

  #markAsked(subject: ApprovalSubject, route?: string): void {
    const node = subject.of === 'node' ? subject.node : askingNode(subject.policy)
    if (node !== undefined) this.#mark(node, route)
  }

  #mark(node: NodeId, route?: string): void {
    this.#seen.add(node)
    if (route !== undefined) this.#seen.add(`${node}.${route}`)
  }
}

function isOutOfTime(state: RunState): boolean {
  return state.status === 'ended' && state.reason === 'duration'
}
