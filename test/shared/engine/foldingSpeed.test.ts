import { expect, it } from 'vitest'
import type { EventBody } from '../../../shared/engine/event.ts'
import { apply } from '../../../shared/engine/evolve.ts'
import { initialState } from '../../../shared/engine/state.ts'
import { accept, after, eventsOf, run } from '../../support/given.ts'
import { aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

/** The log of a run of many iterations, each with many steps, made from the beginning of a real one. */
function longLog(iterations: number, steps: number): EventBody[] {
  const ids = Array.from({ length: steps }, (_, place) => `step${place}`)
  const begun = after(aProgram({ strategy: stepsInAnyOrder(...ids.map((id) => aStep(id))) }), accept())
  const plan = eventsOf(begun, 'plan.proposed')[0]?.plan
  if (!plan) throw new Error('There is no plan')
  const rounds = Array.from({ length: iterations }, (_, place): EventBody[] => {
    const iteration = place + 1
    return [
      { type: 'iteration.started', data: { iteration, planner: 'plan', because: null } },
      { type: 'plan.proposed', data: { iteration, plan: { ...plan, version: iteration, iteration } } },
      { type: 'plan.adopted', data: { iteration, plan: iteration, digest: plan.digest } },
      ...ids.flatMap((step): EventBody[] => [
        {
          type: 'step.started',
          data: {
            iteration,
            step,
            action: 'act',
            effect: `${run}/${iteration}/${step}`,
            args: {},
            attempt: 1,
          },
        },
        { type: 'step.succeeded', data: { iteration, step, output: { id: step }, costUsd: 0 } },
      ]),
    ]
  })
  return [...begun.events.slice(0, 2), ...rounds.flat()]
}

it.for([
  ['many iterations', 250, 20],
  ['one plan of thousands of steps', 1, 5000],
] as const)(
  'Folding 10,000 events takes well under a second: %s',
  { timeout: 60_000 },
  ([, iterations, steps]) => {
    const log = longLog(iterations, steps)
    expect(log.length).toBeGreaterThan(10_000)
    const from = performance.now()
    const state = log.reduce((before, event, place) => apply(before, event, place), initialState)
    expect(performance.now() - from).toBeLessThan(1000)
    expect(state).toMatchObject({ started: iterations * steps })
  },
)
