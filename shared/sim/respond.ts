import type { Program } from '../compile/program.ts'
import type { EffectResult } from '../engine/command.ts'
import type { ActionEffect, CompensationEffect } from '../engine/effect.ts'

/** What a simulated target is called with: the effects that leave the run. */
export type CallEffect = ActionEffect | CompensationEffect

export type RespondContext = {
  program: Program
  /** Virtual time, in milliseconds since the epoch. */
  now: number
  /** Uniform in [0, 1), from the simulation's seed. */
  random: () => number
}

/** What a target answers, and how the way back goes wrong. */
export type SimulatedResult = {
  result: EffectResult
  /** Virtual milliseconds until it arrives. After the effect's timeout, the run sees the timeout first. */
  afterMs: number
  /** It never arrives: the run sees a timeout. */
  lost?: boolean
  /** It arrives again, this many milliseconds after it was sent. */
  againAfterMs?: readonly number[]
}

export type Respond = (effect: CallEffect, context: RespondContext) => SimulatedResult
