import type { Program } from '../compile/program.ts'
import type { StopReason } from '../engine/event.ts'
import type { RunState } from '../engine/state.ts'
import type { NodeId } from '../graph/ids.ts'
import { type Edge, Explorer, type Way } from './Explorer.ts'
import { type Finding, findingsIn } from './findings.ts'
import {
  builtInProperties,
  type ProofReport,
  type ProvedProperty,
  type StatedProperty,
  type Violation,
} from './proofReport.ts'
import { holdsIn, propertyView, watchedBy } from './propertyView.ts'
import { Visits } from './visits.ts'

export type ProofOptions = {
  /** Stops there, and says so. */
  maxStates: number
  properties?: readonly StatedProperty[]
}

type Found = Omit<Finding, 'property'> & { property: string; way: Way | null }

/** So many violations are shown of each property. */
const mostOfEach = 10

/** A proof under way: `explore` goes on with it, `report` says what is known so far. */
export class Proof {
  readonly #program: Program
  readonly #options: ProofOptions
  readonly #explorer: Explorer
  readonly #visits: Visits
  readonly #stated: readonly StatedProperty[]
  /** The first place of each finding: breadth first, so the shortest way. */
  readonly #found = new Map<string, Found>()
  readonly #untold = new Set<string>()
  /** From which states one comes to a state. */
  readonly #before = new Map<number, number[]>()
  readonly #ends: { state: number; reason: StopReason }[] = []
  /** States of the first iteration, in which every end still has to be possible. */
  readonly #first: number[] = []
  #isStopped = false

  constructor(program: Program, options: ProofOptions) {
    this.#options = options
    this.#stated = options.properties ?? []
    this.#explorer = new Explorer(
      program,
      watchedBy(
        program,
        this.#stated.map(({ holds }) => holds),
      ),
    )
    this.#program = this.#explorer.facts.program
    this.#visits = new Visits(this.#program)
  }

  get states(): number {
    return this.#explorer.states
  }

  get isDone(): boolean {
    return this.#isStopped || this.#explorer.isDone || this.#explorer.states >= this.#options.maxStates
  }

  /** Somebody does not want to know more. */
  stop(): void {
    this.#isStopped = true
  }

  /** Looks at so many more states. */
  explore(states: number): void {
    for (let count = 0; count < states && !this.isDone; count += 1) this.#exploreOne()
  }

  report(): ProofReport {
    const bound = this.#bound()
    const complete = bound === null
    const violations = [
      ...[...this.#found.values()].map((found) => this.#violation(found)),
      ...(complete ? [...this.#endless(), ...this.#neverVisited()] : []),
    ]
    return {
      explored: {
        states: this.#explorer.states,
        edges: this.#explorer.edges,
        depth: this.#explorer.depth,
        complete,
        bound,
        clamped: this.#explorer.clamped,
      },
      violations,
      properties: this.#properties(violations, complete),
    }
  }

  #bound(): string | null {
    if (this.#isStopped) return 'It was stopped.'
    if (!this.#explorer.isDone) return `More than ${this.#options.maxStates} states.`
    if (this.#explorer.bound !== null) return this.#explorer.bound
    // Every run ends in time, so a state that leads to no end was taken for one that it is not.
    const isWhole = this.#leadingTo(() => true).size === this.#explorer.states
    return isWhole ? null : 'Some states could not be told apart.'
  }

  #exploreOne(): void {
    const looked = this.#explorer.expand()
    if (!looked) return
    const { node, state, edges, isStuck } = looked
    if (isStuck)
      this.#find('stuck', this.#explorer.wayInto(node), {
        node: whereIs(state),
        message: 'The run waits here for something that can’t come: only its time can end it.',
      })
    for (const edge of edges) this.#look(edge)
  }

  #look(edge: Edge): void {
    const { from, to, way, before, after, events } = edge
    this.#visits.add(before, events, after)
    const known = this.#before.get(to)
    if (known) known.push(from)
    else this.#before.set(to, [from])
    for (const { property, ...found } of findingsIn(this.#explorer.facts, edge))
      this.#find(property, way, found)
    if (!edge.isNew) return
    this.#holdStated(way, after)
    if (after.status === 'ended') this.#ends.push({ state: to, reason: after.reason })
    else if (after.status === 'active' && (after.iteration?.number ?? 0) <= 1 && !after.cancel && !after.stop)
      this.#first.push(to)
  }

  #holdStated(way: Way, after: RunState): void {
    if (this.#stated.length === 0) return
    const view = propertyView(this.#program, after)
    if (!view) return
    for (const { id, title, holds, at } of this.#stated) {
      if (at === 'end' && after.status !== 'ended') continue
      const result = holdsIn(holds, view)
      if (result === null) this.#untold.add(id)
      if (result === false)
        this.#find(id, way, { node: whereIs(after), message: `“${title}” does not hold here.` })
    }
  }

  /** Of what a builder states one run is enough; of the others one for each place. */
  #find(property: string, way: Way | null, found: Omit<Finding, 'property'>): void {
    const isStated = this.#stated.some(({ id }) => id === property)
    const key = isStated ? property : `${property} ${found.node}`
    const same = [...this.#found.values()].filter((each) => each.property === property)
    if (!this.#found.has(key) && same.length < mostOfEach) this.#found.set(key, { property, way, ...found })
  }

  #violation({ property, node, message, way }: Found): Violation {
    return { property, message, at: { node }, ...this.#follow(way) }
  }

  #follow(way: Way | null): Pick<Violation, 'trace' | 'choices'> {
    return way ? this.#explorer.follow(way) : { trace: [], choices: [] }
  }

  /** From some state of the first iteration on, a run ends at a limit, whatever happens. */
  #endless(): Violation[] {
    const canEnd = this.#leadingTo((reason) => !limits.has(reason))
    const first = this.#first.find((state) => !canEnd.has(state))
    if (first === undefined) return []
    const ends = this.#ends.filter(({ state }) => this.#comesFrom(state, first))
    const end = ends.find(({ reason }) => rounds.has(reason)) ?? ends[0]
    const way = this.#follow(this.#explorer.wayInto(end?.state ?? first))
    const last = way.trace.findLast((event) => event.type === 'verdict.reached')
    const node = last?.type === 'verdict.reached' ? last.data.verifier : null
    const message = 'From here on no run comes to an end of its own: it goes round until a limit ends it.'
    return [{ property: 'endless', message, at: { node }, ...way }]
  }

  /** The states from which a run can come to such an end. */
  #leadingTo(isMeant: (reason: StopReason) => boolean): ReadonlySet<number> {
    const leading = new Set<number>()
    const queue = this.#ends.flatMap(({ state, reason }) => (isMeant(reason) ? [state] : []))
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      if (leading.has(state)) continue
      leading.add(state)
      queue.push(...(this.#before.get(state) ?? []))
    }
    return leading
  }

  #comesFrom(state: number, from: number): boolean {
    const seen = new Set<number>()
    const queue = [state]
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at === from) return true
      if (seen.has(at)) continue
      seen.add(at)
      queue.push(...(this.#before.get(at) ?? []))
    }
    return false
  }

  #neverVisited(): Violation[] {
    return this.#visits.missing().map(({ node, route }) => ({
      property: 'never-visited',
      message:
        route === null
          ? `No run ever comes to “${titleOf(this.#program, node)}”.`
          : `“${titleOf(this.#program, node)}” never leads to “${route}”, which is wired.`,
      at: { node, ...(route === null ? {} : { route }) },
      trace: [],
      choices: [],
    }))
  }

  #properties(violations: readonly Violation[], complete: boolean): ProvedProperty[] {
    const isBroken = (id: string) => violations.some(({ property }) => property === id)
    const own = Object.entries(builtInProperties).map(([id, title]) => ({ id, title }))
    const note = complete ? null : 'Not everything was looked at.'
    return [
      ...own.map(({ id, title }) => ({
        id,
        title,
        holds: isBroken(id) ? false : complete ? true : null,
        note: isBroken(id) ? null : note,
      })),
      ...this.#stated.map(({ id, title }) => ({
        id,
        title,
        holds: isBroken(id) ? false : complete && !this.#untold.has(id) ? true : null,
        note: isBroken(id) ? null : this.#untold.has(id) ? 'It reads values that are not known.' : note,
      })),
    ]
  }
}

/** What ends a run that goes round and round. */
const rounds: ReadonlySet<StopReason> = new Set<StopReason>(['iterations', 'steps', 'cost'])

/** Reasons that are nobody's doing: a bound, or an operator. */
const limits: ReadonlySet<StopReason> = new Set<StopReason>([
  'iterations',
  'duration',
  'cost',
  'steps',
  'repeated',
  'stale',
  'cancelled',
  'killed',
  'error',
] satisfies StopReason[])

function whereIs(state: RunState): NodeId | null {
  if (state.status === 'new') return null
  if (state.status === 'ended') return state.node
  const { phase, iteration } = state
  if (phase.at === 'approval') return phase.node
  if (phase.at === 'verifying') return phase.verifier
  return iteration?.planner ?? null
}

function titleOf({ planners, actions, verifiers, approvals, outcomes }: Program, node: NodeId): string {
  const found = [planners, actions, verifiers, approvals, outcomes].flatMap((kind) =>
    Object.hasOwn(kind, node) ? [kind[node]?.title ?? node] : [],
  )
  return found[0] ?? node
}
