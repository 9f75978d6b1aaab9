import type { simulateRun } from '../../../shared/cases/simulateRun.ts'

/** What a simulation is made of, as it travels to the worker that makes it. */
export type SimulationQuestion = Parameters<typeof simulateRun>
export type SimulationAnswer = ReturnType<typeof simulateRun>
