import { seal } from '../audit/seal.ts'
import type { Program } from '../compile/program.ts'
import type { Command, EffectResult, Rejection } from '../engine/command.ts'
import { decide } from '../engine/decide.ts'
import type { Effect } from '../engine/effect.ts'
import type { RequestInfo, RunEvent, RunId } from '../engine/event.ts'
import { evolve } from '../engine/evolve.ts'
import { pending } from '../engine/pending.ts'
import { initialState, type RunState } from '../engine/state.ts'
import type { Json } from '../json.ts'
import { LeaseTable } from './leaseTable.ts'
import { performTransform } from './performTransform.ts'
import type { CallEffect, Respond } from './respond.ts'
import { Schedule } from './schedule.ts'
import { seededRandom } from './seededRandom.ts'

export type SimulationOptions = {
  program: Program
  input: Json
  request?: RequestInfo
  /** Decides every random choice: the run's own, and those of the simulated world. */
  seed: number
  /** Virtual time of the start, in milliseconds since the epoch. */
  startAt: number
  /** W3C trace id. */
  trace: string
  /** Answers every effect but transforms, which are evaluated for real. */
  respond: Respond
  onEvent?: (event: RunEvent) => void
  /** Stops the simulation; 10,000 when left out. */
  maxEvents?: number
}

/** A command without its time: the simulation's clock gives it. */
export type Timeless<C extends Command = Command> = C extends Command ? Omit<C, 'at'> : never

type Coming =
  | { type: 'command'; command: Timeless }
  /** An attempt leaves, if it is still owed. */
  | { type: 'send'; key: string }
  | { type: 'acquire'; key: string }
  | { type: 'tick'; key: string }

export type SimulationStep = { at: number; events: RunEvent[]; rejection: Rejection | null }

const aRequest: RequestInfo = { source: 'simulation', method: 'POST', headers: {}, by: null }

/**
 * The engine on a virtual clock: the production `decide`, `evolve` and `pending` with a simulated world around them. The
 * same options give the same events, to the byte.
 */
export class Simulation {
  readonly #options: SimulationOptions
  readonly #random: () => number
  readonly #schedule = new Schedule<Coming>()
  readonly #leases = new LeaseTable()
  /** Effects that were taken up, each attempt once. */
  readonly #known = new Set<string>()
  readonly #events: RunEvent[] = []
  #owed = new Map<string, Effect>()
  #state: RunState = initialState
  #now: number

  constructor(options: SimulationOptions) {
    this.#options = options
    this.#now = options.startAt
    this.#random = seededRandom(options.seed)
    const { program, input, request = aRequest, seed } = options
    const run = runIdFor(program.name, seed)
    this.#add(0, { type: 'command', command: { type: 'accept', run, input, request, seed, dedupeKey: null } })
  }

  get state(): RunState {
    return this.#state
  }

  get events(): readonly RunEvent[] {
    return this.#events
  }

  get now(): number {
    return this.#now
  }

  /** Whether nothing is to come: the run has ended, was refused, or waits for a command from outside. */
  get isIdle(): boolean {
    return this.#schedule.size === 0 || this.#events.length >= (this.#options.maxEvents ?? 10_000)
  }

  /** Moves the clock to the next thing that happens and lets it happen; null when nothing is to come. */
  step(): SimulationStep | null {
    while (!this.isIdle) {
      const next = this.#schedule.take()
      if (!next) return null
      this.#now = Math.max(this.#now, next.at)
      const done = this.#meet(next.what)
      if (done) return done
    }
    return null
  }

  /** Gives a command from outside, at the present moment of the simulation: an approval, a pause, a cancellation. */
  send(command: Timeless): SimulationStep {
    const decision = decide(this.#options.program, this.#state, { ...command, at: this.#now } as Command)
    if (!decision.ok) return { at: this.#now, events: [], rejection: decision.rejection }
    const head = this.#events.at(-1) ?? null
    const events = seal(head, this.#now, this.#options.trace, decision.events)
    for (const event of events) {
      this.#state = evolve(this.#state, event)
      this.#events.push(event)
      this.#options.onEvent?.(event)
    }
    this.#takeUp()
    return { at: this.#now, events, rejection: null }
  }

  #add(afterMs: number, what: Coming): void {
    this.#schedule.add(this.#now + Math.max(0, afterMs), what)
  }

  /** Lets one scheduled thing happen; null when it came to nothing. */
  #meet(what: Coming): SimulationStep | null {
    if (what.type === 'command') return this.send(what.command)
    const effect = this.#owed.get(what.key)
    // What is no longer owed does not happen; if it is owed again, it is taken up again.
    if (!effect) {
      this.#known.delete(what.key)
      return null
    }
    switch (what.type) {
      case 'send':
        if (effect.kind === 'action' || effect.kind === 'compensation') this.#call(effect)
        return null
      case 'acquire':
        return effect.kind === 'acquire-lease' ? this.#acquire(what.key, effect) : null
      case 'tick':
        return this.send({ type: 'tick' })
    }
  }

  /** Takes up what the run owes since the last turn. */
  #takeUp(): void {
    const effects = pending(this.#options.program, this.#state)
    this.#owed = new Map(effects.map((effect) => [keyOf(effect), effect]))
    for (const [key, effect] of this.#owed) {
      if (this.#known.has(key)) continue
      this.#known.add(key)
      this.#start(key, effect)
    }
  }

  #start(key: string, effect: Effect): void {
    switch (effect.kind) {
      case 'action':
      case 'compensation':
        return this.#add((effect.notBefore ?? this.#now) - this.#now, { type: 'send', key })
      case 'timer':
        return this.#add(effect.at - this.#now, { type: 'tick', key })
      case 'acquire-lease':
        return this.#add(0, { type: 'acquire', key })
      case 'release-lease': {
        const { resource, token } = effect
        this.#leases.release(resource, token)
        this.#wakeWaiting(resource)
        return this.#add(0, { type: 'command', command: { type: 'confirm-lease-release', resource, token } })
      }
      case 'plan':
      case 'probe':
      case 'reach':
      case 'cancel-child':
        return
    }
  }

  #wakeWaiting(resource: string): void {
    for (const [key, effect] of this.#owed)
      if (effect.kind === 'acquire-lease' && effect.resource === resource)
        this.#add(0, { type: 'acquire', key })
  }

  #acquire(key: string, effect: Extract<Effect, { kind: 'acquire-lease' }>): SimulationStep | null {
    const grant = this.#leases.acquire(effect, this.#now)
    if ('freeAt' in grant) {
      this.#add(grant.freeAt - this.#now, { type: 'acquire', key })
      return null
    }
    const { id, resource } = effect
    // Should it run out before the step starts, it is owed anew.
    this.#known.delete(key)
    return this.send({ type: 'grant-lease', effect: id, resource, ...grant })
  }

  #call(effect: CallEffect): void {
    const { program, respond } = this.#options
    const call = program.actions[effect.action]?.call
    const context = { program, now: this.#now, random: this.#random }
    const answer =
      call?.uses === 'transform' ? performTransform(call, effect.scope) : respond(effect, context)
    const isInTime = !answer.lost && answer.afterMs <= effect.timeoutMs
    if (!isInTime) this.#deliver(effect, effect.timeoutMs, timeout(effect.timeoutMs))
    if (!answer.lost) this.#deliver(effect, answer.afterMs, answer.result)
    for (const afterMs of answer.againAfterMs ?? []) this.#deliver(effect, afterMs, answer.result)
  }

  #deliver(effect: CallEffect, afterMs: number, result: EffectResult): void {
    const { id, step, attempt } = effect
    const command: Timeless =
      effect.kind === 'action'
        ? { type: 'settle-step', effect: id, iteration: effect.iteration, step, attempt, result }
        : { type: 'settle-compensation', effect: id, attempt, result }
    this.#add(afterMs, { type: 'command', command })
  }
}

function keyOf(effect: Effect): string {
  switch (effect.kind) {
    case 'action':
    case 'compensation':
      return `${effect.kind} ${effect.id} ${effect.attempt}`
    case 'timer':
      return `timer ${effect.id} ${effect.at}`
    case 'plan':
    case 'probe':
      return `${effect.kind} ${effect.id} ${effect.attempt}`
    case 'reach':
    case 'cancel-child':
    case 'acquire-lease':
    case 'release-lease':
      return `${effect.kind} ${effect.id}`
  }
}

function timeout(timeoutMs: number): EffectResult {
  const message = `No answer within ${timeoutMs} ms.`
  return { ok: false, error: { class: 'timeout', message, retryable: true, mayHaveHappened: true } }
}

/** A run id of the shape that real ones have, made from the seed alone. */
function runIdFor(loop: string, seed: number): RunId {
  const digits = (seed >>> 0).toString(16).padStart(12, '0')
  return `${loop}.0.00000000-0000-7000-8000-${digits}`
}
