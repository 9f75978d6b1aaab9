import { seal } from '../audit/seal.ts'
import type { Program } from '../compile/program.ts'
import type { Command } from '../engine/command.ts'
import { decide } from '../engine/decide.ts'
import type { EventBody, RunEvent } from '../engine/event.ts'
import { evolve } from '../engine/evolve.ts'
import { initialState, type RunState } from '../engine/state.ts'
import { withOracle } from '../expr/oracle.ts'
import { formOf } from './canonical.ts'
import { type Clamped, clampProgram } from './clamp.ts'
import { type Guess, Guesses, type Memory, nextScript, stillStanding } from './Guesses.ts'
import { type History, historyAfter, noHistory } from './history.ts'
import { type Move, movesOf } from './moves.ts'
import { factsOfProgram, type ProgramFacts } from './programFacts.ts'
import type { ProofChoice } from './proofReport.ts'
import { Seer } from './Seer.ts'
import { symbol } from './symbols.ts'

/** A turn that was looked at: what happened in it, from which state to which. */
export type Edge = {
  from: number
  to: number
  way: Way
  before: RunState
  after: RunState
  events: readonly EventBody[]
  history: History
  /** Whether nothing had led to the state before. */
  isNew: boolean
}

/** How a turn is made anew: from a state, by something that happens, as one of its combinations. */
export type Way = { from: number; move: Move; script: readonly number[] }

type Waiting = { node: number; state: RunState; memory: Memory; history: History }

/** More combinations in one turn than this are not all looked at. */
const mostBranches = 5000
const startAt = 1_767_225_600_000
const trace = '0'.repeat(31).concat('1')

/** Looks at what can happen to a run, the shortest ways first, one state at a time. */
export class Explorer {
  readonly facts: ProgramFacts
  readonly clamped: readonly Clamped[]
  readonly #program: Program
  readonly #guesses = new Guesses()
  readonly #seer: Seer
  readonly #nodes = new Map<string, number>()
  /** By node: the one before, what happened, and as which of the combinations. */
  readonly #parents: number[] = []
  readonly #moves: Move[] = []
  readonly #scripts: (readonly number[])[] = []
  readonly #depths: number[] = []
  readonly #queue: Waiting[] = []
  #next = 0
  #edges = 0
  #bound: string | null = null
  /** What else tells states apart, for those who look on. */
  readonly #watched: (state: RunState) => string

  constructor(program: Program, watched: (state: RunState) => string = () => '') {
    const { program: bounded, clamped } = clampProgram(program)
    this.#program = bounded
    this.clamped = clamped
    this.facts = factsOfProgram(
      bounded,
      clamped.some(({ what }) => what === 'iterations'),
    )
    this.#seer = new Seer(this.facts, this.#guesses)
    this.#watched = watched
    this.#add('', -1, { command: accepting(bounded), words: 'a call comes in' }, [])
    this.#queue.push({ node: 0, state: initialState, memory: new Map(), history: noHistory })
  }

  get states(): number {
    return this.#parents.length
  }

  get edges(): number {
    return this.#edges
  }

  get depth(): number {
    return this.#depths.at(-1) ?? 0
  }

  get isDone(): boolean {
    return this.#next >= this.#queue.length
  }

  /** Which bound was hit inside a turn; null when none was. */
  get bound(): string | null {
    return this.#bound
  }

  /** Looks at the next state. Gives the turns that can follow, and whether the run waits in vain there. */
  expand(): { node: number; state: RunState; edges: Edge[]; isStuck: boolean } | null {
    const waiting = this.#queue[this.#next]
    if (!waiting) return null
    // What was looked at is not needed again: a way is found anew by what happened on it.
    this.#queue[this.#next] = { ...waiting, state: initialState, memory: new Map() }
    this.#next += 1
    const { node, state } = waiting
    const { moves, isStuck } = this.#movesOf(waiting)
    const edges = moves.flatMap((move) => this.#follow(waiting, move))
    this.#edges += edges.length
    return { node, state, edges, isStuck }
  }

  /** How one comes to a state. */
  wayInto(node: number): Way | null {
    const move = this.#moves[node]
    const from = this.#parents[node] ?? -1
    return move && from >= 0 ? { from, move, script: this.#scripts[node] ?? [] } : null
  }

  /** The log of a way, as the engine writes it, and what happened on it. */
  follow(last: Way): { trace: RunEvent[]; choices: ProofChoice[] } {
    const ways: Way[] = []
    for (let way: Way | null = last; way; way = this.wayInto(way.from)) ways.unshift(way)
    const log: RunEvent[] = []
    const choices: ProofChoice[] = []
    let state: RunState = initialState
    let memory: Memory = new Map()
    for (const { move, script } of ways) {
      const turn = this.#decide(state, memory, move.command, script)
      if (!turn) break
      const now = state.status === 'new' ? move.command.at : Math.max(state.at, move.command.at)
      const events = seal(log.at(-1) ?? null, now, trace, [...turn.events])
      for (const event of events) state = evolve(state, event)
      log.push(...events)
      memory = turn.memory
      const assumed = turn.guesses.map(({ words }) => words)
      choices.push({ words: move.words, assumed, events: events.length })
    }
    return { trace: log, choices }
  }

  #movesOf({ state, memory }: Waiting): { moves: Move[]; isStuck: boolean } {
    switch (state.status) {
      case 'new':
        return { moves: [this.#moves[0]].flatMap((move) => move ?? []), isStuck: false }
      case 'ended':
        return { moves: [], isStuck: false }
      case 'active':
        this.#guesses.begin(memory, [])
        this.#seer.beginAt(state.at)
        return withOracle(this.#seer, () => movesOf(this.#program, state))
    }
  }

  #follow({ node, state, memory, history }: Waiting, move: Move): Edge[] {
    const edges: Edge[] = []
    for (let script: number[] | null = [], count = 0; script; count += 1) {
      if (count >= mostBranches) {
        this.#bound = `more than ${mostBranches} combinations of conditions in one turn`
        break
      }
      const turn = this.#decide(state, memory, move.command, script)
      const used = script
      script = nextScript(this.#guesses.made)
      if (!turn) continue
      const before = history
      const after = historyAfter(history, turn.events, this.facts)
      const form = this.#formOf(turn.state, turn.memory, after)
      const known = this.#nodes.get(form)
      const to = known ?? this.#add(form, node, move, used)
      if (known === undefined)
        this.#queue.push({ node: to, state: turn.state, memory: turn.memory, history: after })
      edges.push({
        from: node,
        to,
        way: { from: node, move, script: used },
        before: state,
        after: turn.state,
        events: turn.events,
        history: before,
        isNew: known === undefined,
      })
    }
    return edges
  }

  #formOf(state: RunState, memory: Memory, history: History): string {
    const watched = this.#watched(state)
    switch (state.status) {
      case 'new':
        return ''
      case 'ended':
        return `ended ${state.outcome} ${state.reason} ${state.node} ${watched}`
      case 'active':
        return `${formOf(this.facts, state, memory, history)} ${watched}`
    }
  }

  #decide(
    state: RunState,
    memory: Memory,
    command: Command,
    script: readonly number[],
  ): { events: readonly EventBody[]; state: RunState; memory: Memory; guesses: readonly Guess[] } | null {
    this.#guesses.begin(memory, script)
    this.#seer.beginAt(command.at)
    const decision = withOracle(this.#seer, () => decide(this.#program, state, command))
    if (!decision.ok) return null
    const { events, state: after } = decision
    return { events, state: after, memory: this.#remembered(after), guesses: this.#guesses.made }
  }

  #remembered(state: RunState): Memory {
    if (state.status !== 'active') return new Map()
    const mayLookAgain =
      this.facts.looksAgain ||
      state.approvals.some(({ status }) => status === 'open') ||
      state.phase.at === 'verifying'
    return stillStanding(this.#guesses.remembered(), state.iteration?.number ?? 0, mayLookAgain)
  }

  #add(form: string, parent: number, move: Move, script: readonly number[]): number {
    const node = this.#parents.length
    this.#nodes.set(form, node)
    this.#parents.push(parent)
    this.#moves.push(move)
    this.#scripts.push(script)
    this.#depths.push(parent < 0 ? 0 : (this.#depths[parent] ?? 0) + 1)
    return node
  }
}

function accepting({ name }: Program): Command {
  return {
    type: 'accept',
    at: startAt,
    run: `${name}.0.00000000-0000-7000-8000-000000000000`,
    input: symbol('input'),
    request: { source: 'simulation', method: 'POST', headers: {}, by: null },
    seed: 1,
    dedupeKey: null,
  }
}
