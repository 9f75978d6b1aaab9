import type { ProgramVerifier } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Check } from '../graph/nodes/check.ts'
import type { CheckOutcome } from '../verify/checkOutcome.ts'
import { riskScore } from '../verify/riskScore.ts'
import { type HostCheck, isHostCheck, runCheck } from '../verify/runCheck.ts'
import { isSampled, type Sampled } from '../verify/sampling.ts'
import { versionOf } from '../verify/versionOf.ts'
import { countVotes, votesEvidence, votesOf } from '../verify/votes.ts'
import { roundOf, whyNotAsked } from './checkRequest.ts'
import { checkEffectId } from './effectId.ts'
import { scopeOf } from './scope.ts'
import type { ActiveRun, CheckAsk, CheckResult } from './state.ts'
import { emit, type Turn } from './turn.ts'
import { loggableOrNull } from './wellFormed.ts'

/** A verifier at work: the checks that it has made, and the one that the host makes. */
export type AtWork = {
  id: NodeId
  verifier: ProgramVerifier
  done: readonly CheckResult[]
  asking: CheckAsk | null
}

/** Makes a check, or has the host make it and takes what came of that. Whether something was recorded. */
export function makeCheck(turn: Turn, state: ActiveRun, work: AtWork, check: Check): boolean {
  const asking = work.asking?.check === check.id ? work.asking : null
  if (asking?.open) return false
  if (!asking) {
    const sampled = sample(state, work, check)
    if (!sampled.made) return record(turn, work, check, leftOut(check, sampled))
  }
  if (!isHostCheck(check))
    return record(turn, work, check, runCheck(check, scopeOf(turn.program, state), turn.at))
  return asking ? takeAnswers(turn, state, work, check, asking) : ask(turn, state, work, check, 1)
}

/** What became of a check: `skipped` where it is not made in this run. */
type Outcome = Omit<CheckOutcome, 'result'> & { result: CheckResult['result']; by?: string | null }

function record(turn: Turn, { id, verifier }: AtWork, check: Check, outcome: Outcome): true {
  const { result, severity, message, evidence } = outcome
  emit(turn, {
    type: 'check.completed',
    data: {
      by: outcome.by ?? versionOf(check),
      check: check.id,
      consequence: consequenceOf(verifier, check, result),
      evidence: loggableOrNull(evidence),
      layer: check.type,
      message,
      result,
      ...(result === 'fail' && severity !== 1 ? { severity } : {}),
      verifier: id,
      weight: result === 'skipped' ? 0 : (check.weight ?? 1),
    },
  })
  return true
}

function consequenceOf(verifier: ProgramVerifier, check: Check, result: CheckResult['result']) {
  switch (result) {
    case 'skipped':
      return 'flag'
    case 'inconclusive':
      return check.onInconclusive ?? verifier.onInconclusive
    case 'pass':
    case 'fail':
      return check.onFail
  }
}

function sample(state: ActiveRun, { id, done }: AtWork, check: Check): Sampled {
  const at = { seed: state.seed, verifier: id, iteration: state.iteration?.number ?? 1 }
  return isSampled(check, at, () => ({
    riskSoFar: riskScore(done),
    lastRisk: state.verdict?.risk ?? 0,
    recentFailures: state.recentFailures,
  }))
}

function leftOut(check: Check, { rate, drawn }: Extract<Sampled, { made: false }>): Outcome {
  const percent = Math.round(rate * 1000) / 10
  return {
    result: 'skipped',
    severity: 0,
    message: `It is made in ${percent}% of runs such as this one, and this run is not among them.`,
    evidence: { sample: { rate: check.sample?.rate ?? 1, effectiveRate: rate, drawn } },
  }
}

/** Puts the intent on record; what the host can't be told ends the check. */
function ask(turn: Turn, state: ActiveRun, work: AtWork, check: HostCheck, vote: number): boolean {
  const fault = whyNotAsked(turn.program, state, check)
  if (fault)
    return record(turn, work, check, { result: 'inconclusive', severity: 0, message: fault, evidence: null })
  const iteration = state.iteration?.number ?? 1
  const { id: verifier } = work
  const place = { iteration, verifier, round: roundOf(state, verifier), check: check.id }
  const effect = checkEffectId(state.run, { ...place, vote: votesOf(check).of === 1 ? null : vote })
  emit(turn, {
    type: 'check.asked',
    data: { iteration, verifier, check: check.id, effect, vote, attempt: 1 },
  })
  return true
}

/** Counts the answers there are: they settle the check, or another is asked for. */
function takeAnswers(
  turn: Turn,
  state: ActiveRun,
  work: AtWork,
  check: HostCheck,
  asking: CheckAsk,
): boolean {
  const votes = votesOf(check)
  const counted = countVotes(votes, asking.votes)
  if (counted.is === 'open') return ask(turn, state, work, check, asking.votes.length + 1)
  const { result, severity, message, by } = counted
  const said = result === 'fail' && check.message !== undefined ? check.message : message
  const evidence = votesEvidence(votes, asking.votes)
  return record(turn, work, check, { result, severity, message: said, evidence, by })
}
