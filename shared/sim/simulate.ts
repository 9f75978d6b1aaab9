import type { Rejection } from '../engine/command.ts'
import type { RunEvent } from '../engine/event.ts'
import type { RunState } from '../engine/state.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'

export type Simulated = {
  events: RunEvent[]
  state: RunState
  /** Why the input was refused; null when it was not. */
  rejection: Rejection | null
}

/**
 * Simulates a run from its input to its end, or until nothing is to come. Nobody decides approvals here, so they expire.
 *
 * @example simulate({ program, input, seed: 1, startAt: 0, trace, respond: mockResponder() })
 */
export function simulate(options: SimulationOptions): Simulated {
  const simulation = createSimulation(options)
  let rejection: Rejection | null = null
  for (let step = simulation.step(); step; step = simulation.step())
    if (simulation.state.status === 'new') rejection ??= step.rejection
  return { events: [...simulation.events], state: simulation.state, rejection }
}

/** The same, one turn at a time: for an editor that shows each, and lets a person decide between them. */
export function createSimulation(options: SimulationOptions): Simulation {
  return new Simulation(options)
}
