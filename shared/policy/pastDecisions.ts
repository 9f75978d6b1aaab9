import type { Program } from '../compile/program.ts'
import type { Scope } from '../engine/effect.ts'
import type { RunEvent } from '../engine/event.ts'
import { policyScope } from '../engine/policyScope.ts'
import { referencesOf } from '../expr/references.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy, PolicyPoint } from '../graph/policy.ts'
import type { Json, JsonObject } from '../json.ts'
import { askedOf } from './askedOf.ts'

/** Something that a recorded run asked its policies about. */
export type PastDecision = {
  /** The event around which it was, by number, and its time. */
  seq: number
  at: number
  point: PolicyPoint
  /** The node at hand. */
  about: NodeId
  /** The step, planner or verifier; null at the input. */
  subject: string | null
  /** Everything that was in scope, as it was logged: personal data are tokens. */
  scope: Scope
}

/** What a recorded run asked its policies about that this policy is asked about, in the order of the log. */
export function pastDecisions(
  log: readonly RunEvent[],
  program: Program,
  { at: point, on }: Pick<Policy, 'at' | 'on'>,
): PastDecision[] {
  return [...askedOf(log, program)].flatMap(({ event, of, question }): PastDecision[] => {
    const { about, subject } = question
    if (question.point !== point || on?.includes(about) === false) return []
    const scope = policyScope(program, of, event.at, question)
    return [{ seq: event.seq, at: event.at, point, about, subject, scope }]
  })
}

/** Of what is in scope only what a policy reads, as a case holds it: roots whole, of the steps those that it names. */
export function scopeOfCase({ when, on, at }: Policy, scope: Scope): JsonObject {
  const { roots, steps, open } = referencesOf(when)
  const kept = Object.entries(scope).flatMap(([root, value]): [string, Json][] => {
    if (!roots.has(root)) return []
    return [[root, root === 'steps' && !open.has('steps') ? picked(value, steps) : value]]
  })
  return { ...Object.fromEntries(kept), ...(on === undefined ? {} : nodeAtHand(at, scope, roots)) }
}

/** Where the policy is only for some nodes, what says which one it was; a plan does not say whose it is. */
function nodeAtHand(point: PolicyPoint, scope: Scope, kept: ReadonlySet<string>): JsonObject {
  const [root, key] = point === 'verdict' ? ['verdict', 'verifier'] : ['action', 'id']
  const value = scope[root]
  return value === undefined || kept.has(root) ? {} : { [root]: picked(value, new Set([key])) }
}

function picked(value: Json, names: ReadonlySet<string>): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)))
}
