import { verifierContract } from '../verify/contract.ts'
import type { RespondCheck, RespondPlan, RespondProbe, RespondReach } from './respond.ts'

const usualDelayMs = 100

/** What a simulated world answers where nothing else is said. */
export const plainWorld: {
  probe: RespondProbe
  plan: RespondPlan
  check: RespondCheck
  reach: RespondReach
} = {
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
  check: ({ request }) => ({
    result: {
      ok: true,
      answer:
        request.type === 'http'
          ? { contract: verifierContract, result: 'pass', version: 'simulated' }
          : { baseline: null, window: {} },
    },
    afterMs: usualDelayMs,
  }),
  reach: () => ({ reachable: true, message: 'It answers in the simulation.', afterMs: usualDelayMs }),
}
