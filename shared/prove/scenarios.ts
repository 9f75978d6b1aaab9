import type { ProgramVerifier } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Check } from '../graph/nodes/check.ts'
import type { ProgramFacts } from './programFacts.ts'

/** How the checks of a verifier come out together. `check` null says all of them. */
export type Scenario = { is: 'pass' | 'fail' | 'inconclusive'; check: string | null; words: string }

const made = new WeakMap<ProgramVerifier, readonly Scenario[]>()

/**
 * The ways in which the checks of a verifier are made to come out: all hold, each one fails, each one can't be made, all fail. Where
 * nothing but the verdict matters, one of each consequence stands for the others.
 */
export function scenariosOf(facts: ProgramFacts, id: NodeId): readonly Scenario[] {
  const verifier = facts.program.verifiers[id]
  if (!verifier) return []
  const known = made.get(verifier)
  if (known) return known
  const scenarios = isByConsequence(facts, verifier) ? byConsequence(verifier) : eachOf(verifier)
  made.set(verifier, scenarios)
  return scenarios
}

function isByConsequence({ readsVerdict }: ProgramFacts, verifier: ProgramVerifier): boolean {
  const { escalateAtRisk, bailAtRisk, gate } = verifier
  return !readsVerdict && escalateAtRisk === null && bailAtRisk === undefined && gate === undefined
}

function eachOf({ checks }: ProgramVerifier): Scenario[] {
  const own = checks.filter(isMadeHere)
  return [
    pass,
    ...own.flatMap((check) => [failing(check), inconclusive(check)]),
    ...(own.length > 1 ? [{ is: 'fail' as const, check: null, words: 'all checks fail' }] : []),
  ]
}

function byConsequence({ checks, onInconclusive }: ProgramVerifier): Scenario[] {
  const found = new Map<string, Scenario>([['flag', pass]])
  const own = checks.filter(isMadeHere)
  const all = [
    ...own.map((check) => ({ consequence: check.onFail, scenario: failing(check) })),
    ...own.map((check) => ({
      consequence: check.onInconclusive ?? onInconclusive,
      scenario: inconclusive(check),
    })),
  ]
  for (const { consequence, scenario } of all) if (!found.has(consequence)) found.set(consequence, scenario)
  return [...found.values()]
}

const pass: Scenario = { is: 'pass', check: null, words: 'all checks hold' }

function failing({ id }: Check): Scenario {
  return { is: 'fail', check: id, words: `check “${id}” fails` }
}

function inconclusive({ id }: Check): Scenario {
  return { is: 'inconclusive', check: id, words: `check “${id}” can’t be made` }
}

/** The others are asked of the host. */
function isMadeHere({ type }: Check): boolean {
  return type !== 'http' && type !== 'drift'
}
