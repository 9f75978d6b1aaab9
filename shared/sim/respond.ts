import type { Program } from '../compile/program.ts'
import type { Command, EffectResult } from '../engine/command.ts'
import type {
  ActionEffect,
  CheckEffect,
  CompensationEffect,
  PlanEffect,
  ProbeEffect,
  ReachEffect,
} from '../engine/effect.ts'

/** What a simulated target is called with: the effects that leave the run. */
export type CallEffect = ActionEffect | CompensationEffect

export type RespondContext = {
  program: Program
  /** Virtual time, in milliseconds since the epoch. */
  now: number
  /** Uniform in [0, 1), from the simulation's seed. */
  random: () => number
}

/** What is answered, and how the way back goes wrong. */
export type Simulated<Result> = {
  result: Result
  /** Virtual milliseconds until it arrives. After the effect's timeout, the run sees the timeout first. */
  afterMs: number
  /** It never arrives: the run sees a timeout. */
  lost?: boolean
  /** It arrives again, this many milliseconds after it was sent. */
  againAfterMs?: readonly number[]
}

/** What a target answers. */
export type SimulatedResult = Simulated<EffectResult>

export type Respond = (effect: CallEffect, context: RespondContext) => SimulatedResult

/** What the probe of a step says whose result is unknown. */
export type RespondProbe = (effect: ProbeEffect, context: RespondContext) => SimulatedResult

export type PlanResult = Extract<Command, { type: 'settle-plan' }>['result']

/** What an external planner answers. */
export type RespondPlan = (effect: PlanEffect, context: RespondContext) => Simulated<PlanResult>

export type CheckHostResult = Extract<Command, { type: 'settle-check' }>['result']

/** What an external checker answers, or what the host says of a baseline. */
export type RespondCheck = (effect: CheckEffect, context: RespondContext) => Simulated<CheckHostResult>

/** Whether a host answers. */
export type RespondReach = (
  effect: ReachEffect,
  context: RespondContext,
) => { reachable: boolean; message: string; afterMs: number }

/** The world around a simulated run. What is left out answers plainly: probes with an empty success, and every host. */
export type SimulatedWorld = {
  /** Answers every call but transforms, which are evaluated for real. */
  respond: Respond
  /** What stands in for a transform's own result; null, or left out, computes it. */
  standIn?: (effect: CallEffect, context: RespondContext) => SimulatedResult | null
  probe?: RespondProbe
  /** Without it, external planners have no answer. */
  plan?: RespondPlan
  /** Without it, external checkers say that it holds, and there is no baseline. */
  check?: RespondCheck
  reach?: RespondReach
}
