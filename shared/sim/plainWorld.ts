import type { RespondPlan, RespondProbe, RespondReach } from './respond.ts'

const usualDelayMs = 100

/** What a simulated world answers where nothing else is said. */
export const plainWorld: { probe: RespondProbe; plan: RespondPlan; reach: RespondReach } = {
  probe: () => ({ result: { ok: true, output: { status: 200, body: {} } }, afterMs: usualDelayMs }),
  plan: () => ({
    result: {
      ok: false,
      error: {
        class: 'configuration',
        message: 'Nothing is said of what the planner answers here.',
        retryable: false,
        mayHaveHappened: false,
      },
    },
    afterMs: usualDelayMs,
  }),
  reach: () => ({ reachable: true, message: 'It answers in the simulation.', afterMs: usualDelayMs }),
}
