import type { ProgramVerifier } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import { type Consequence, gateDefault, gateId, type VerifierGate } from '../graph/nodes/verifier.ts'
import { inOrder } from '../verify/checkOrder.ts'
import { type Conclusion, concludeVerdict } from '../verify/concludeVerdict.ts'
import { runGate } from '../verify/gateCheck.ts'
import { versionOf } from '../verify/versionOf.ts'
import { askOrWait } from './asking.ts'
import type { EffectError } from './effectError.ts'
import { type Gate, gate, isGuarded } from './gate.ts'
import { makeCheck } from './makingCheck.ts'
import { mayRead } from './mayRead.ts'
import type { Plan } from './plan.ts'
import { expansionOf } from './planned.ts'
import { checksScope, scopeOf, verdictScope, withRoots } from './scope.ts'
import type { ActiveRun, CheckResult, Iteration } from './state.ts'
import { stepProgress } from './stepProgress.ts'
import { emit, type Turn } from './turn.ts'
import { asJson, loggableOrNull } from './wellFormed.ts'

/** Makes the verifier's next check, has the host make it, or reaches its verdict. Whether something was recorded. */
export function judge(turn: Turn, state: ActiveRun, id: NodeId, verifier: ProgramVerifier): boolean {
  const phase = state.phase.at === 'verifying' && state.phase.verifier === id ? state.phase : null
  const done = phase?.checks ?? []
  const fallen = stepChecks(verifier, state.iteration)
  const ofSteps = fallen[done.length]
  if (ofSteps) return complete(turn, id, ofSteps)
  const checks = inOrder(verifier.checks)
  const place = done.length - fallen.length
  const check = checks[place]
  if (check) return makeCheck(turn, state, { id, verifier, done, asking: phase?.asking ?? null }, check)
  if (verifier.gate && place === checks.length)
    return complete(turn, id, lastWord(turn, state, verifier, verifier.gate, done))
  return reachVerdict(turn, state, id, verifier, done)
}

function complete(turn: Turn, verifier: NodeId, result: CheckResult): boolean {
  emit(turn, { type: 'check.completed', data: { verifier, ...result } })
  return true
}

/** The gate: a condition over what the checks add up to. It has no weight, since it looks at the risk itself. */
function lastWord(
  turn: Turn,
  state: ActiveRun,
  verifier: ProgramVerifier,
  gate: VerifierGate,
  done: readonly CheckResult[],
): CheckResult {
  const { verdict: conclusion, risk } = concludeVerdict(done, verifier)
  const roots = { checks: checksScope(done), risk, conclusion }
  const outcome = runGate(gate, withRoots(scopeOf(turn.program, state), roots))
  return {
    check: gateId,
    layer: 'gate',
    result: outcome.result,
    weight: 0,
    consequence: gate.onFail ?? gateDefault,
    message: outcome.message,
    evidence: loggableOrNull(outcome.evidence),
    by: versionOf(gate),
  }
}

/** The built-in checks that steps failed, or that their results are unknown: made only where it is so. */
function stepChecks(verifier: ProgramVerifier, iteration: Iteration | null): CheckResult[] {
  const failed = stepCheck('failed', verifier.onStepFailed, iteration)
  const uncertain = stepCheck('uncertain', verifier.onStepUncertain, iteration)
  return [failed, uncertain].filter((check) => check !== null)
}

function stepCheck(
  status: 'failed' | 'uncertain',
  consequence: Consequence,
  iteration: Iteration | null,
): CheckResult | null {
  const plan = iteration?.plan ?? null
  const found: { step: string; error: EffectError }[] = []
  for (const [place, { id }] of (plan?.steps ?? []).entries()) {
    const error = iteration && plan && errorOf(status, iteration, plan, place)
    if (error) found.push({ step: id, error })
  }
  if (found.length === 0) return null
  const words = status === 'failed' ? 'failed' : 'have an unknown result'
  return {
    check: `steps.${status}`,
    layer: 'steps',
    result: 'fail',
    weight: 1,
    consequence,
    message: `${found.length} of ${plan?.steps.length ?? 0} steps ${words}: ${named(found)}.`,
    evidence: { steps: found.map(({ step, error }) => ({ step, error: asJson(error) })) },
  }
}

/** So many are named; the evidence has all. */
const mostNamed = 5

/** Which they are, each with the kind of its error: what a target said stands in the evidence. */
function named(found: readonly { step: string; error: EffectError }[]): string {
  const names = found.slice(0, mostNamed).map(({ step, error }) => {
    const status = error.class !== 'http' || error.status === undefined ? '' : ` ${error.status}`
    return `“${step}” (${error.class}${status})`
  })
  const more = found.length > mostNamed ? [`and ${found.length - mostNamed} more`] : []
  return [...names, ...more].join(', ')
}

/** Why a step, or an item of it, came to that. A failure that a fallback made good is none. */
function errorOf(
  status: 'failed' | 'uncertain',
  iteration: Iteration,
  plan: Plan,
  place: number,
): EffectError | null {
  const { steps, expanded } = iteration
  const now = steps[place]
  if (stepProgress(plan, iteration).resultOf(place) === 'carries') return null
  if (now?.status === status) return now.error
  const expansion = expansionOf(expanded, place)
  if (!expansion) return null
  const items = steps.slice(expansion.first, expansion.first + expansion.items.length)
  const item = items.find((each) => each.status === status)
  return item?.status === status ? item.error : null
}

function reachVerdict(
  turn: Turn,
  state: ActiveRun,
  id: NodeId,
  verifier: ProgramVerifier,
  checks: readonly CheckResult[],
): boolean {
  const conclusion = concludeVerdict(checks, verifier)
  const { notes, decision } = gateVerdict(turn, state, id, verifier, checks, conclusion)
  for (const note of notes) emit(turn, note)
  if (decision.is === 'ask' || decision.is === 'wait') return askOrWait(turn, decision)
  const { verdict, risk, reasons } =
    decision.is === 'deny' ? denied(conclusion, decision.message) : conclusion
  const iteration = state.iteration?.number ?? 1
  const to = verifier.routes[verdict] ?? null
  const keeps = verdict === 'pass' && mayRead(turn.program, 'passed') ? { keeps: true as const } : {}
  emit(turn, {
    type: 'verdict.reached',
    data: { iteration, ...keeps, reasons, risk, to, verdict, verifier: id },
  })
  return true
}

/** A denied verdict must not let the run go on: it bails. What stops, undoes or asks a person stays as it is. */
function denied(conclusion: Conclusion, message: string): Conclusion {
  const goesOn = conclusion.verdict === 'pass' || conclusion.verdict === 'replan'
  return {
    ...conclusion,
    verdict: goesOn ? 'bail' : conclusion.verdict,
    reasons: [...conclusion.reasons, `Denied by policy: ${message}`],
  }
}

function gateVerdict(
  turn: Turn,
  state: ActiveRun,
  id: NodeId,
  verifier: ProgramVerifier,
  checks: readonly CheckResult[],
  conclusion: Conclusion,
): Gate {
  const where = { point: 'verdict', about: id } as const
  if (!isGuarded(turn.program, state, where)) return { notes: [], decision: { is: 'allow' }, value: null }
  const iteration = state.iteration?.number ?? 1
  const tentative = { verifier: id, iteration, ...conclusion }
  return gate(turn.program, state, turn.at, {
    ...where,
    subject: id,
    scope: withRoots(scopeOf(turn.program, state), { verdict: verdictScope({ ...tentative, checks }) }),
    approval: () => ({
      of: { run: state.run, plan: state.iteration?.plan?.digest ?? null, ...tentative },
      subject: (policy, digest) => ({ of: 'verdict', policy, verifier: id, digest }),
      title: `Verdict “${conclusion.verdict}” of ${verifier.title}`,
      show: tentative,
    }),
  })
}
