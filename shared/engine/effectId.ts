import type { EffectId, RunId, StepRef } from './event.ts'

/** The id of a step's effect, and its idempotency key: the same over retries, restarts and replays. */
export function actionEffectId(run: RunId, iteration: number, step: StepRef): EffectId {
  return `${run}/${iteration}/${step}`
}

/** The id of the effect that undoes another. */
export function undoEffectId(undoes: EffectId): EffectId {
  return `${undoes}/undo`
}

/** The id of an ask of an external planner: the same when it is asked again after a failure or a crash. */
export function planEffectId(run: RunId, iteration: number, ask: number, member: string | null): EffectId {
  return `${run}/${iteration}/plan/${ask}${member === null ? '' : `/${member}`}`
}

/**
 * The id of an ask of a check: the same when it is asked again after a failure or a crash. `round` counts how often the verifier judges
 * in the iteration; `vote` is given where there are several.
 */
export function checkEffectId(run: RunId, { iteration, verifier, round, check, vote }: CheckPlace): EffectId {
  const which = `${check}${round === 1 ? '' : `~${round}`}${vote === null ? '' : `/${vote}`}`
  return `${run}/check/${iteration}/${verifier}/${which}`
}

export type CheckPlace = {
  iteration: number
  verifier: string
  round: number
  check: string
  vote: number | null
}

/** The id of a look at whether a host answers: another each time. */
export function reachEffectId(run: RunId, host: string, number: number): EffectId {
  return `${run}/reach/${host}/${number}`
}

/** The id of the effect that finds out whether another happened. */
export function probeEffectId(about: EffectId): EffectId {
  return `${about}/probe`
}

/** The id of the effect that cancels a child run. */
export function cancelEffectId(child: EffectId): EffectId {
  return `${child}/cancel`
}

export function acquireEffectId(step: EffectId, resource: string): EffectId {
  return `${step}/lease/${resource}`
}

export function releaseEffectId(step: EffectId, resource: string, token: number): EffectId {
  return `${step}/release/${token}/${resource}`
}

export function timerEffectId(run: RunId, name: string): EffectId {
  return `${run}/timer/${name}`
}

/** The approval's id: it names its run, and so its shard. */
export function approvalId(run: RunId, number: number): string {
  return `${run}.${number}`
}

/** What an effect id of this run says; null when it is none of this run's step effects. */
export function parseEffectId(
  run: RunId,
  effect: EffectId,
): { iteration: number; step: StepRef; rest: string } | null {
  if (!effect.startsWith(`${run}/`)) return null
  const match = /^(\d{1,9})\/([A-Za-z_][A-Za-z0-9_]*(?:\[\d{1,4}\])?)(.*)$/s.exec(
    effect.slice(run.length + 1),
  )
  if (!match) return null
  return { iteration: Number(match[1]), step: match[2] ?? '', rest: match[3] ?? '' }
}
