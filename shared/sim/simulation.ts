import { seal } from '../audit/seal.ts'
import type { Program } from '../compile/program.ts'
import type { Command, Rejection } from '../engine/command.ts'
import type { Effect } from '../engine/effect.ts'
import type { EffectId, RecentRuns, RequestInfo, RunEvent, RunId } from '../engine/event.ts'
import { evolve } from '../engine/evolve.ts'
import type { Fork } from '../engine/fork.ts'
import { replay } from '../engine/replay.ts'
import { initialState, type RunState } from '../engine/state.ts'
import { transformed } from '../engine/transformed.ts'
import type { Json } from '../json.ts'
import { readsRecent } from '../policy/withPolicySet.ts'
import type { PersonalValues } from '../privacy/PersonalValues.ts'
import { decideKnowing, learnInput, pendingKnowing } from '../privacy/privately.ts'
import { simulatedPersonal } from '../privacy/simulatedPersonal.ts'
import { LeaseTable } from './leaseTable.ts'
import { plainWorld } from './plainWorld.ts'
import type { CallEffect, RespondContext, Simulated, SimulatedResult, SimulatedWorld } from './respond.ts'
import { Schedule } from './schedule.ts'
import { seededRandom } from './seededRandom.ts'
import { cancelled, settling, settlingCheck, settlingPlan, settlingProbe, timeout } from './settling.ts'

export type SimulationOptions = SimulatedWorld & {
  program: Program
  input: Json
  request?: RequestInfo
  /** Decides every random choice: the run's own, and those of the simulated world. */
  seed: number
  /** Virtual time of the start, in milliseconds since the epoch. */
  startAt: number
  /** W3C trace id. */
  trace: string
  /** Events posted to the run, each so long after the start. One id twice is one event that is delivered twice. */
  signals?: readonly ScheduledSignal[]
  /** What the loop did lately, for policies that read it; nothing when left out. */
  recent?: RecentRuns
  /** The run that it is a fork of, and what it carries along from there. */
  fork?: Fork
  /** When the host loses its memory, in milliseconds after the start: what is in flight then is lost on its way. */
  crashes?: readonly number[]
  /** What has happened already: the run goes on from there, and nothing of it happens again. */
  from?: readonly RunEvent[]
  onEvent?: (event: RunEvent) => void
  /** Stops the simulation; 10,000 when left out. */
  maxEvents?: number
}

export type ScheduledSignal = { afterMs: number; name: string; data: Json; id?: string; by?: string }

/** A command without its time: the simulation's clock gives it. */
export type Timeless<C extends Command = Command> = C extends Command ? Omit<C, 'at'> : never

type Coming =
  | { type: 'command'; command: Timeless }
  /** An attempt leaves, if it is still owed. */
  | { type: 'send'; key: string }
  | { type: 'acquire'; key: string }
  | { type: 'tick'; key: string }
  /** The host loses its memory. */
  | { type: 'crash' }

/** What comes whatever the host remembers. */
type FromOutside = { at: number; what: Extract<Coming, { type: 'command' | 'crash' }> }

export type SimulationStep = { at: number; events: RunEvent[]; rejection: Rejection | null }

const idle: RecentRuns = {
  lastMinute: 0,
  lastHour: 0,
  lastDay: 0,
  failuresLastDay: 0,
  costLastDayUsd: 0,
}

const aRequest: RequestInfo = { source: 'simulation', method: 'POST', headers: {}, by: null }

/**
 * The engine on a virtual clock: the production `decide`, `evolve` and `pending` with a simulated world around them. The
 * same options give the same events, to the byte.
 */
export class Simulation {
  readonly #options: SimulationOptions
  readonly #random: () => number
  #schedule = new Schedule<Coming>()
  readonly #leases = new LeaseTable()
  /** Effects that were taken up, each attempt once. */
  readonly #known = new Set<string>()
  readonly #events: RunEvent[] = []
  readonly #outside: readonly FromOutside[]
  /** Child runs that were cancelled: what they would have answered never comes. */
  readonly #stopped = new Set<EffectId>()
  #owed = new Map<string, Effect>()
  readonly #personal: PersonalValues | null
  #state: RunState = initialState
  #now: number

  constructor(options: SimulationOptions) {
    this.#options = options
    this.#now = options.startAt
    this.#random = seededRandom(options.seed)
    this.#personal = simulatedPersonal(options.program, options.seed)
    this.#outside = comingFromOutside(options)
    const { from = [] } = options
    if (from.length > 0) this.#goOn(from)
    else this.#begin(options)
  }

  #begin(options: SimulationOptions): void {
    const { program, input, request = aRequest, seed, startAt } = options
    const run = runIdFor(program.name, seed)
    const recent = readsRecent(program) ? { recent: options.recent ?? idle } : {}
    const fork = options.fork ? { fork: options.fork } : {}
    const command = {
      type: 'accept',
      run,
      input,
      request,
      seed,
      dedupeKey: null,
      ...fork,
      ...recent,
    } as const
    this.#add(0, { type: 'command', command })
    for (const { at, what } of this.#outside) this.#add(at - startAt, what)
  }

  /** Folds what has happened and lets the run move on from there; what was under way leaves once more. */
  #goOn(from: readonly RunEvent[]): void {
    this.#events.push(...from)
    this.#state = replay(from)
    // Tokens are made of seed and value, so those of the input are the same again.
    if (this.#personal) learnInput(this.#personal, this.#options.program, this.#options.input)
    this.#now = from.at(-1)?.at ?? this.#now
    this.#add(0, { type: 'command', command: { type: 'tick' } })
    for (const { at, what } of this.#outside) if (at > this.#now) this.#add(at - this.#now, what)
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
    const given = { ...command, at: this.#now } as Command
    const decision = decideKnowing(this.#personal, this.#options.program, this.#state, given)
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

  /** The host stops and starts again: it folds the log, and knows nothing of what it had under way. */
  crash(): SimulationStep {
    this.#schedule = new Schedule()
    for (const { at, what } of this.#outside) if (at > this.#now) this.#add(at - this.#now, what)
    this.#known.clear()
    this.#state = replay(this.#events)
    return this.send({ type: 'recover' })
  }

  #add(afterMs: number, what: Coming): void {
    this.#schedule.add(this.#now + Math.max(0, afterMs), what)
  }

  /** Lets one scheduled thing happen; null when it came to nothing. */
  #meet(what: Coming): SimulationStep | null {
    if (what.type === 'crash') return this.crash()
    if (what.type === 'command') return this.#isStopped(what.command) ? null : this.send(what.command)
    const effect = this.#owed.get(what.key)
    // What is no longer owed does not happen; if it is owed again, it is taken up again.
    if (!effect) {
      this.#known.delete(what.key)
      return null
    }
    switch (what.type) {
      case 'send':
        this.#perform(effect)
        return null
      case 'acquire':
        return effect.kind === 'acquire-lease' ? this.#acquire(what.key, effect) : null
      case 'tick':
        return this.send({ type: 'tick' })
    }
  }

  /** Takes up what the run owes since the last turn. */
  #takeUp(): void {
    const effects = pendingKnowing(this.#personal, this.#options.program, this.#state)
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
      case 'probe':
      case 'plan':
      case 'check':
        return this.#add((effect.notBefore ?? this.#now) - this.#now, { type: 'send', key })
      case 'reach':
      case 'cancel-child':
        return this.#add(0, { type: 'send', key })
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

  #perform(effect: Effect): void {
    const { probe, plan, check, reach } = { ...plainWorld, ...defined(this.#options) }
    switch (effect.kind) {
      case 'action':
      case 'compensation':
        return this.#await(effect, this.#call(effect), timeout(effect), settling(effect))
      case 'probe':
        return this.#await(effect, probe(effect, this.#context), timeout(effect), settlingProbe(effect))
      case 'plan':
        return this.#await(effect, plan(effect, this.#context), timeout(effect), settlingPlan(effect))
      case 'check':
        return this.#await(effect, check(effect, this.#context), timeout(effect), settlingCheck(effect))
      case 'reach': {
        const { afterMs, ...found } = reach(effect, this.#context)
        return this.#deliver(afterMs, { type: 'settle-reach', effect: effect.id, ...found })
      }
      case 'cancel-child':
        this.#stopped.add(effect.child)
        return this.#deliver(0, cancelled(this.#state, effect.child))
      case 'acquire-lease':
      case 'release-lease':
      case 'timer':
        return
    }
  }

  get #context(): RespondContext {
    return { program: this.#options.program, now: this.#now, random: this.#random }
  }

  #call(effect: CallEffect): SimulatedResult {
    const call = this.#options.program.actions[effect.action]?.call
    const standIn = call?.uses === 'transform' ? this.#options.standIn?.(effect, this.#context) : null
    if (standIn) return standIn
    return call?.uses === 'transform'
      ? { result: transformed(call, effect.scope), afterMs: 0 }
      : this.#options.respond(effect, this.#context)
  }

  /** Schedules what an answer brings: it, its copies, and the timeout that the host sees first. */
  #await<R>(
    { timeoutMs }: { timeoutMs: number },
    answer: Simulated<R>,
    late: R,
    settle: (result: R) => Timeless,
  ): void {
    const isInTime = !answer.lost && answer.afterMs <= timeoutMs
    if (!isInTime) this.#deliver(timeoutMs, settle(late))
    if (!answer.lost) this.#deliver(answer.afterMs, settle(answer.result))
    for (const afterMs of answer.againAfterMs ?? []) this.#deliver(afterMs, settle(answer.result))
  }

  #deliver(afterMs: number, command: Timeless): void {
    this.#add(afterMs, { type: 'command', command })
  }

  /** A child that was cancelled brings what cancelling it brought, and nothing else. */
  #isStopped(command: Timeless): boolean {
    if (command.type !== 'settle-step' || !this.#stopped.has(command.effect)) return false
    return command.result.ok || command.result.error.class !== 'child'
  }
}

/** What is said of the world; what is left out is not there. */
function defined({ probe, plan, check, reach }: SimulatedWorld) {
  return {
    ...(probe && { probe }),
    ...(plan && { plan }),
    ...(check && { check }),
    ...(reach && { reach }),
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
    case 'check':
      return `${effect.kind} ${effect.id} ${effect.attempt}`
    case 'reach':
    case 'cancel-child':
    case 'acquire-lease':
    case 'release-lease':
      return `${effect.kind} ${effect.id}`
  }
}

/** A run id of the shape that real ones have, made from the seed alone. */
function runIdFor(loop: string, seed: number): RunId {
  const digits = (seed >>> 0).toString(16).padStart(12, '0')
  return `${loop}.0.00000000-0000-7000-8000-${digits}`
}

/** The signals and crashes of a simulation, in the order of their times. */
function comingFromOutside({ signals = [], crashes = [], startAt }: SimulationOptions): FromOutside[] {
  const posted = signals.map(
    ({ afterMs, name, data, id = `signal-${name}-${afterMs}`, by = 'simulation' }): FromOutside => ({
      at: startAt + afterMs,
      what: { type: 'command', command: { type: 'signal', id, name, data, by } },
    }),
  )
  const lost = crashes.map((afterMs): FromOutside => ({ at: startAt + afterMs, what: { type: 'crash' } }))
  return [...posted, ...lost].sort((a, b) => a.at - b.at)
}
