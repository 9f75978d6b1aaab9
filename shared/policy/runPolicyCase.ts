import type { Policy, PolicyEffect } from '../graph/policy.ts'
import type { PolicyCase, PolicyExpectation } from '../graph/policyCase.ts'
import type { Json, JsonObject } from '../json.ts'
import { evaluatePolicy } from './evaluatePolicies.ts'

/** What a policy makes of a case. */
export type PolicyCaseResult = {
  passed: boolean
  came: 'does-not-apply' | PolicyEffect
  /** Why the condition could not be evaluated, which denies; null when it could. */
  error: string | null
  /** The node at hand, which is none that the policy is for; null when it is one. */
  notFor: string | null
}

/** Asks a policy about a case, with the evaluator that runs have. The same policy and case give the same result. */
export function runPolicyCase(policy: Policy, { scope, expect }: PolicyCase): PolicyCaseResult {
  const about = nodeAtHand(policy, scope)
  const notFor = about !== null && policy.on?.includes(about) === false ? about : null
  const applied = notFor === null ? evaluatePolicy(policy, scope) : null
  const came = applied?.effect ?? 'does-not-apply'
  const error = applied?.error ?? null
  return { passed: error === null && isMet(expect, came), came, error, notFor }
}

/** As far as the scope says it: a plan does not say whose it is. */
function nodeAtHand({ at }: Policy, scope: JsonObject): string | null {
  switch (at) {
    case 'step':
    case 'output':
      return textAt(scope['action'], 'id')
    case 'verdict':
      return textAt(scope['verdict'], 'verifier')
    case 'input':
    case 'plan':
      return null
  }
}

function textAt(value: Json | undefined, key: string): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const member = value[key]
  return typeof member === 'string' ? member : null
}

function isMet(expect: PolicyExpectation, came: PolicyCaseResult['came']): boolean {
  return expect === 'applies' ? came !== 'does-not-apply' : came === expect
}

const expectedWords: Record<PolicyExpectation, string> = {
  'does-not-apply': 'not to apply',
  applies: 'to apply',
  deny: 'to deny',
  'require-approval': 'to ask for approval',
  redact: 'to redact',
  flag: 'to flag',
}

const cameWords: Record<PolicyCaseResult['came'], string> = {
  'does-not-apply': 'does not apply',
  deny: 'denies',
  'require-approval': 'asks for approval',
  redact: 'redacts',
  flag: 'flags',
}

/** What came of a case that is not as expected, in a sentence. */
export function describePolicyCase(
  { title }: Policy,
  { title: named, expect }: PolicyCase,
  { came, error, notFor }: PolicyCaseResult,
): string {
  const expected = `the case “${named}” expects it ${expectedWords[expect]}`
  if (error !== null) return `“${title}” can’t be evaluated, where ${expected}: ${error}`
  if (notFor !== null) return `“${title}” is not for “${notFor}”, where ${expected}`
  return `“${title}” ${cameWords[came]}, where ${expected}`
}
