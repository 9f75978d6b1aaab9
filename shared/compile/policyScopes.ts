import type { ScopeShape } from '../expr/check.ts'
import type { PolicyPoint } from '../graph/policy.ts'
import type { Json, JsonObject } from '../json.ts'

const count = { type: 'integer', minimum: 0 }
const record = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

/** What policies read besides what is in scope anyway: the time, the loop's last runs and the classes of the data at hand. */
export const policyRoots: ScopeShape = {
  now: { type: 'string', format: 'date-time' },
  recent: record({
    lastMinute: count,
    lastHour: count,
    lastDay: count,
    failuresLastDay: count,
    costLastDayUsd: { type: 'number', minimum: 0 },
  }),
  classes: { type: 'array', items: { type: 'string' } },
}

const object: Json = { type: 'object' }

/** What is known of the scope of a policy that holds for every loop: its roots, and little of what they hold. */
export function workspacePolicyScope(point: PolicyPoint): ScopeShape {
  const everywhere: ScopeShape = {
    input: true,
    request: object,
    run: object,
    plan: true,
    steps: object,
    verdict: true,
    facts: object,
    passed: true,
    sentBack: true,
    ...policyRoots,
  }
  switch (point) {
    case 'input':
    case 'plan':
    case 'verdict':
      return everywhere
    case 'step':
      return { ...everywhere, args: object, action: object }
    case 'output':
      return { ...everywhere, args: object, output: true, action: object }
  }
}
