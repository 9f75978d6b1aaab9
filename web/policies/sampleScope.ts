import type { PolicyPoint } from '../../shared/graph/policy.ts'
import type { Json, JsonObject } from '../../shared/json.ts'

/** The node that a sample is about, and what is known of its values. */
export type SampleNode = { id: string; args?: Json; output?: Json }

/** Something to try a policy on: what could be in scope at a point. */
export function sampleScope(
  point: PolicyPoint,
  input: Json,
  at: number,
  { id, args, output }: Partial<SampleNode> = {},
): JsonObject {
  const scope: JsonObject = {
    input,
    request: { source: 'webhook', method: 'POST', headers: {}, by: null },
    run: {
      id: 'my-loop.0.01910000-0000-7000-8000-000000000000',
      iteration: 1,
      seed: 1,
      startedAt: at - 60_000,
      costUsd: 0.4,
      steps: 1,
      stopReason: null,
    },
    now: new Date(at).toISOString(),
    recent: { lastMinute: 2, lastHour: 40, lastDay: 300, failuresLastDay: 4, costLastDayUsd: 12.5 },
    classes: ['personal'],
  }
  const acting = point === 'step' || point === 'output' ? (id ?? 'act') : 'act'
  const plan = {
    version: 1,
    steps: [{ id: 'first', action: acting, args: args ?? {}, why: null }],
    rationale: [],
    expected: null,
  }
  const steps = { first: { status: 'waiting', output: null, error: null } }
  const action = {
    id: acting,
    uses: 'http',
    costUsd: 0.1,
    risk: 'high',
    reversibility: 'irreversible',
    idempotency: 'keyed',
  }
  const verdict = {
    verifier: id ?? 'check',
    iteration: 1,
    verdict: 'pass',
    risk: 0.2,
    reasons: [],
    checks: {},
  }
  switch (point) {
    case 'input':
      return scope
    case 'plan':
      return { ...scope, plan, verdict: null, facts: {} }
    case 'step':
      return {
        ...scope,
        args: args ?? { to: 'ada@example.com', text: 'Hello' },
        action,
        plan,
        steps,
        facts: {},
      }
    case 'output':
      return {
        ...scope,
        args: args ?? { to: 'ada@example.com' },
        output: output ?? { status: 200, body: {} },
        action,
        plan,
        steps,
        facts: {},
      }
    case 'verdict':
      return { ...scope, verdict, plan, steps, facts: {} }
  }
}
