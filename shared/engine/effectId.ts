import type { StepId } from '../graph/ids.ts'
import type { EffectId, RunId } from './event.ts'

/** The id of a step's effect, and its idempotency key: the same over retries, restarts and replays. */
export function actionEffectId(run: RunId, iteration: number, step: StepId): EffectId {
  return `${run}/${iteration}/${step}`
}

/** The id of the effect that undoes another. */
export function undoEffectId(undoes: EffectId): EffectId {
  return `${undoes}/undo`
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
): { iteration: number; step: StepId; rest: string } | null {
  if (!effect.startsWith(`${run}/`)) return null
  const match = /^(\d{1,9})\/([A-Za-z_][A-Za-z0-9_]*)(.*)$/s.exec(effect.slice(run.length + 1))
  if (!match) return null
  return { iteration: Number(match[1]), step: match[2] ?? '', rest: match[3] ?? '' }
}
