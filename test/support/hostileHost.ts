import fc from 'fast-check'
import { seal } from '../../shared/audit/seal.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { ApprovalDecision, Command, Rejection } from '../../shared/engine/command.ts'
import { decide } from '../../shared/engine/decide.ts'
import type { Effect } from '../../shared/engine/effect.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { evolve } from '../../shared/engine/evolve.ts'
import { pending } from '../../shared/engine/pending.ts'
import { initialState, type RunState } from '../../shared/engine/state.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import { checkAnswer } from './arbitraries/checkWorld.ts'
import { doesAnswer, plannerAnswer } from './arbitraries/plannerWorld.ts'
import { answerOf } from './arbitraries/world.ts'
import { cancelledChild, type Drive, signalFor, type Turn } from './drive.ts'
import { accept, startAt } from './given.ts'

/** A request that left: what it was, what it will bring, and how much of the log was durable then. */
export type Sent = Drive['sent'][number] & { args: JsonObject; durable: number }

/** A command that the host gave, and what came of it. */
export type Delivery = {
  command: Command
  before: RunState
  events: RunEvent[]
  rejection: Rejection | null
  state: RunState
}

/** Everything that happened between a run and a hostile host. Of a turn that a crash undid before it was durable nothing is left. */
export type History = Omit<Drive, 'sent'> & { sent: Sent[]; deliveries: Delivery[] }

const moves = [
  'send',
  'deliver',
  'duplicate',
  'replay',
  'lose',
  'late',
  'crash',
  'crash-undurable',
  'tick',
  'decide',
  'post',
  'operate',
] as const
type Move = (typeof moves)[number]

/** What a hostile host does, one thing after the other; `pick` says to which. */
export type Script = { move: Move; pick: number }[]

const weights: Record<Move, number> = {
  send: 10,
  deliver: 10,
  duplicate: 2,
  replay: 3,
  lose: 3,
  late: 4,
  crash: 2,
  'crash-undurable': 2,
  tick: 2,
  decide: 4,
  post: 2,
  operate: 1,
}

/** A script of up to sixty moves. Faults can come at every point, since sending and delivering are moves like any other. */
export const arbitraryScript: fc.Arbitrary<Script> = fc.array(
  fc.record({
    move: fc.oneof(...moves.map((move) => ({ weight: weights[move], arbitrary: fc.constant<Move>(move) }))),
    pick: fc.nat({ max: 1000 }),
  }),
  // Without it most scripts are over before the run has begun to act.
  { maxLength: 60, size: 'max' },
)

type Unsent = Exclude<Effect, { kind: 'timer' }>
type Answer = Command extends infer C ? (C extends Command ? Omit<C, 'at'> : never) : never
/** An answer, and what it answers. */
type Flight = { key: string; answer: Answer }

/**
 * Drives a run by a script of sends, answers in any order, answers that come twice, late or never, crashes at any point, time that
 * passes, people and operators; then, with no more faults, to its end. The world's answers depend on the seed alone.
 */
export function runHostile(program: Program, script: Script, seed: number, input: Json = { n: 5 }): History {
  const host = new HostileHost(program, seed, input)
  for (const { move, pick } of script) host.make(move, pick)
  host.finish()
  return host
}

class HostileHost implements History {
  readonly program: Program
  log: RunEvent[] = []
  state: RunState = initialState
  readonly sent: Sent[] = []
  readonly turns: Turn[] = []
  readonly deliveries: Delivery[] = []
  readonly #seed: number
  at = startAt
  /** What this life of the host has under way. */
  readonly #known = new Set<string>()
  #inFlight: Flight[] = []
  /** Answers that were lost on their way, and may come after all. */
  readonly #strays: Flight[] = []
  /** Answers that were given. */
  readonly #given: Flight[] = []
  #tokens = 0
  /** Whether anything left since the last turn: then it was durable. */
  #hasLeft = true

  constructor(program: Program, seed: number, input: Json) {
    this.program = program
    this.#seed = seed
    this.#give(accept(input))
  }

  make(move: Move, pick: number): void {
    switch (move) {
      case 'send':
        return this.#send(pick)
      case 'deliver':
        return this.#deliver(this.#take(this.#inFlight, pick))
      case 'duplicate':
        return this.#deliver(this.#inFlight[pick % Math.max(1, this.#inFlight.length)])
      case 'replay':
        return this.#deliver(this.#given[pick % Math.max(1, this.#given.length)])
      case 'lose':
        return this.#lose(pick)
      case 'late':
        return this.#deliver(this.#take(this.#strays, pick))
      case 'crash':
        return this.#crash(false)
      case 'crash-undurable':
        return this.#crash(true)
      case 'tick':
        return this.#tick([1, 700, 1, 5000, 1, 60_000][pick % 6] ?? 1)
      case 'decide':
        return this.#decide(pick)
      case 'post':
        return this.#post()
      case 'operate':
        return this.#operate(pick)
    }
  }

  /** Goes on without faults until nothing is owed and nothing is on its way. */
  finish(): void {
    if (this.state.status === 'active' && this.state.paused) this.#command({ type: 'resume', ...operator })
    for (let turn = 0; turn < 5000; turn += 1) {
      if (this.#unsent().length > 0) this.#send(0)
      else if (this.#inFlight.length > 0) this.#deliver(this.#inFlight.shift())
      else if (this.#openApproval()) this.#decide(turn)
      else if (!this.#waitForNext()) return
    }
    throw new Error('The run did not end')
  }

  #unsent(): Unsent[] {
    return pending(this.program, this.state).filter(
      (effect): effect is Unsent =>
        effect.kind !== 'timer' && !this.#known.has(keyOf(effect)) && dueAt(effect) <= this.at,
    )
  }

  #send(pick: number): void {
    const unsent = this.#unsent()
    const effect = unsent[pick % Math.max(1, unsent.length)]
    if (!effect) return
    this.#hasLeft = true
    this.#known.add(keyOf(effect))
    if (effect.kind === 'action' || effect.kind === 'compensation') {
      const { id, attempt, action, args } = effect
      const result = answerOf(this.#seed, id, attempt)
      this.sent.push({ effect: id, attempt, action, args, result, durable: this.log.length })
    }
    this.#inFlight.push({ key: keyOf(effect), answer: this.#answerTo(effect) })
  }

  #answerTo(effect: Unsent): Answer {
    switch (effect.kind) {
      case 'action': {
        const { id, iteration, step, attempt } = effect
        const result = answerOf(this.#seed, id, attempt)
        return { type: 'settle-step', effect: id, iteration, step, attempt, result }
      }
      case 'compensation': {
        const { id, attempt } = effect
        return { type: 'settle-compensation', effect: id, attempt, result: answerOf(this.#seed, id, attempt) }
      }
      case 'acquire-lease': {
        const { id, resource, ttlMs } = effect
        this.#tokens += 1
        const until = this.at + ttlMs
        return { type: 'grant-lease', effect: id, resource, token: this.#tokens, until }
      }
      case 'plan': {
        const { id, attempt } = effect
        return { type: 'settle-plan', effect: id, attempt, result: plannerAnswer(this.#seed, effect) }
      }
      case 'check': {
        const { id, attempt } = effect
        return { type: 'settle-check', effect: id, attempt, result: checkAnswer(this.#seed, effect) }
      }
      case 'probe': {
        const { id, attempt } = effect
        return { type: 'settle-probe', effect: id, attempt, result: answerOf(this.#seed, id, attempt) }
      }
      case 'cancel-child':
        return cancelledChild(this, effect.child, this.at)
      case 'reach': {
        const reachable = doesAnswer(this.#seed, effect.host)
        return { type: 'settle-reach', effect: effect.id, reachable, message: '' }
      }
      case 'release-lease': {
        const { resource, token } = effect
        return { type: 'confirm-lease-release', resource, token }
      }
    }
  }

  #take(flights: Flight[], pick: number): Flight | undefined {
    return flights.splice(pick % Math.max(1, flights.length), 1)[0]
  }

  #deliver(flight: Flight | undefined): void {
    if (!flight) return
    this.#given.push(flight)
    // A lease can run out before the step starts, and be granted again after it was given back: then it is owed anew.
    const { type } = flight.answer
    if (type === 'grant-lease' || type === 'confirm-lease-release') this.#known.delete(flight.key)
    this.#command(flight.answer)
  }

  /** An answer gets lost: the host sees its time run out, or asks again where there is none. */
  #lose(pick: number): void {
    const flight = this.#take(this.#inFlight, pick)
    if (!flight) return
    this.#strays.push(flight)
    const { key, answer } = flight
    if (
      answer.type === 'settle-step' ||
      answer.type === 'settle-compensation' ||
      answer.type === 'settle-plan' ||
      answer.type === 'settle-probe'
    )
      this.#inFlight.push({ key, answer: { ...answer, result: { ok: false, error: timedOut } } })
    else this.#known.delete(key)
  }

  #crash(undurable: boolean): void {
    if (undurable && !this.#hasLeft && this.turns.length > 1) this.#forgetLastTurn()
    this.#known.clear()
    this.#inFlight = []
    this.#command({ type: 'recover' })
  }

  /** The last turn was not durable, and nothing left because of it. */
  #forgetLastTurn(): void {
    const turn = this.turns.pop()
    if (!turn) return
    this.log = this.log.slice(0, this.log.length - turn.events.length)
    this.state = turn.before
    this.#hasLeft = true
  }

  #tick(ms: number): void {
    this.at += ms
    this.#command({ type: 'tick' })
  }

  #openApproval() {
    return this.state.status === 'active'
      ? this.state.approvals.find((approval) => approval.status === 'open')
      : undefined
  }

  #decide(pick: number): void {
    const open = this.#openApproval()
    if (!open) return
    this.#command({
      type: 'decide-approval',
      approval: open.id,
      by: `person${pick % 3}`,
      note: null,
      digest: open.subject.digest,
      ...this.#decisionOf(pick),
    })
  }

  /** Most grant. An edit or a planner that is none is refused, and then nothing happened. */
  #decisionOf(pick: number): ApprovalDecision {
    const iteration = this.state.status === 'active' ? this.state.iteration : null
    const step = iteration?.plan?.steps[pick % Math.max(1, iteration.plan.steps.length)]
    if (pick % 7 === 1 && step)
      return { decision: 'edit', changes: [{ step: step.id, args: { ...step.args, edited: pick % 5 } }] }
    if (pick % 11 === 2)
      return { decision: 'send-back', to: iteration?.planner ?? '', feedback: `Again ${pick % 3}` }
    return { decision: pick % 6 === 0 ? 'deny' : 'grant' }
  }

  /** Posts an event that a step waits for. */
  #post(): void {
    const signal = signalFor(this, { seed: this.#seed })
    if (signal) this.#command(signal)
  }

  #operate(pick: number): void {
    const commands: Answer[] = [
      { type: 'pause', ...operator },
      { type: 'resume', ...operator },
      { type: 'pause', ...operator },
      { type: 'resume', ...operator },
      { type: 'cancel', ...operator, compensate: true },
      { type: 'cancel', ...operator, compensate: false },
    ]
    const command = commands[pick % commands.length]
    if (command) this.#command(command)
  }

  /** Lets time pass until the next thing that waits for it; false when nothing does, or nothing came of it. */
  #waitForNext(): boolean {
    const owed = pending(this.program, this.state)
    const times = owed.map((effect) => (effect.kind === 'timer' ? effect.at : dueAt(effect)))
    const next = Math.min(...times.filter((time) => time > this.at))
    if (next < Number.POSITIVE_INFINITY) {
      this.at = next
      this.#command({ type: 'tick' })
      return true
    }
    const before = this.log.length
    if (owed.length > 0) this.#command({ type: 'tick' })
    return this.log.length > before
  }

  #command(command: Answer): void {
    this.#give({ ...command, at: this.at })
  }

  #give(command: Command): void {
    const before = this.state
    const decision = decide(this.program, before, command)
    const events = decision.ok ? seal(this.log.at(-1) ?? null, this.at, trace, decision.events) : []
    for (const event of events) {
      this.state = evolve(this.state, event)
      this.log.push(event)
    }
    const rejection = decision.ok ? null : decision.rejection
    this.deliveries.push({ command, before, events, rejection, state: this.state })
    if (events.length === 0) return
    this.#hasLeft = false
    this.turns.push({
      command,
      events,
      before,
      state: this.state,
      owed: pending(this.program, this.state),
    })
  }
}

const trace = 'b'.repeat(32)
const operator = { by: 'operator', reason: 'I say so' }
const timedOut = {
  class: 'timeout' as const,
  message: 'Nobody answered.',
  retryable: true,
  mayHaveHappened: true,
}

const keyOf = (effect: Unsent) => ('attempt' in effect ? `${effect.id}#${effect.attempt}` : effect.id)

function dueAt(effect: Effect): number {
  return 'notBefore' in effect ? (effect.notBefore ?? 0) : 0
}
