import type { NodeId } from '../../graph/ids.ts'
import { isSameJson } from '../../isSameJson.ts'
import type { Json } from '../../json.ts'
import type { EffectResult, Rejection } from '../command.ts'
import type { EffectError } from '../effectError.ts'
import { actionEffectId } from '../effectId.ts'
import { loggableError } from '../loggableError.ts'
import { type Planned, placeOf, plannedAt } from '../planned.ts'
import type { ActiveRun, EndedRun, StepState } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { asJson, fromOutside } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'
import { spentOf } from './spentOf.ts'

/** What a settled step has on record. */
type OnRecord = { status: 'succeeded'; output: Json } | { status: 'failed' | 'uncertain'; error: EffectError }

export type FoundStep =
  | { is: 'unknown' }
  | { is: 'running'; action: NodeId; step: Planned; now: Extract<StepState, { status: 'running' }> }
  | { is: 'settled'; action: NodeId; record: OnRecord }
  /** Its iteration is over, and the run has forgotten it since nothing depends on it. */
  | { is: 'forgotten' }

type Located = Extract<FoundStep, { is: 'running' | 'settled' }>

/** The step that a result is about, in this iteration or an earlier one. A step that never started is unknown. */
export function locateStep(state: ActiveRun | EndedRun, command: CommandOf<'settle-step'>): FoundStep {
  const { iteration, step, effect } = command
  if (effect !== actionEffectId(state.run, iteration, step)) return { is: 'unknown' }
  if (state.iteration?.number === iteration) return locateNow(state, step)
  const past = state.past.find((each) => each.iteration === iteration && each.step === step)
  if (past) return { is: 'settled', action: past.action, record: past }
  return { is: iteration < (state.iteration?.number ?? 1) ? 'forgotten' : 'unknown' }
}

function locateNow({ iteration }: ActiveRun | EndedRun, id: string): FoundStep {
  const place = iteration ? placeOf(iteration, id) : undefined
  const step = place === undefined ? undefined : iteration && plannedAt(iteration, place)
  const now = place === undefined ? undefined : iteration?.steps[place]
  // What maps over a list is not carried out itself.
  if (!step || !now || step.map) return { is: 'unknown' }
  switch (now.status) {
    case 'running':
      return { is: 'running', action: step.action, step, now }
    case 'succeeded':
    case 'uncertain':
      return { is: 'settled', action: step.action, record: now }
    case 'probing':
      return { is: 'settled', action: step.action, record: { status: 'uncertain', error: now.error } }
    case 'failed':
      return now.began ? { is: 'settled', action: step.action, record: now } : { is: 'unknown' }
    case 'waiting':
    case 'mapping':
    case 'skipped':
      return { is: 'unknown' }
  }
}

/**
 * Puts a surplus result on record, once an effect: it changes nothing. The same result again, and any further one, is
 * refused, so that what is delivered twice doesn't grow the log.
 */
export function recordLate(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-step'>,
  found: Located,
): Rejection | null {
  const { iteration, step, effect, attempt, result } = command
  if (state.late.includes(effect) || (found.is === 'settled' && isSame(found.record, result)))
    return { code: 'duplicate', message: `The result of ${effect} is on record.` }
  const words = result.ok ? 'It succeeded' : `It failed (${loggableError(result.error).message})`
  const message = `${words}, attempt ${String(attempt)}, after ${whyLate(state, found)}.`
  const isChild = state.children.some((child) => child.effect === effect)
  const { costUsd, steps } = isChild ? spentOf(result, 0) : { costUsd: 0 }
  emit(turn, {
    type: 'step.late',
    data: {
      iteration,
      step,
      effect,
      message,
      ...(costUsd > 0 ? { costUsd } : {}),
      ...(steps ? { steps } : {}),
    },
  })
  return null
}

function whyLate(state: ActiveRun | EndedRun, found: Located): string {
  if (found.is === 'settled') return 'the step had settled'
  return state.status === 'ended' ? 'the run had ended' : 'another attempt took its place'
}

function isSame(record: OnRecord, result: EffectResult): boolean {
  if (!result.ok)
    return (
      record.status !== 'succeeded' && isSameJson(asJson(record.error), asJson(loggableError(result.error)))
    )
  const output = fromOutside(result.output)
  return record.status === 'succeeded' && output.ok && isSameJson(record.output, output.value)
}
