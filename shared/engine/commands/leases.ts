import type { Rejection } from '../command.ts'
import { acquireEffectId, actionEffectId, parseEffectId } from '../effectId.ts'
import { placeOf } from '../planned.ts'
import type { ActiveRun, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { loggableText } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Takes a lease. One that comes too late is taken too, so that it is released instead of being held for nothing. */
export function grantLease(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'grant-lease'>,
): Rejection | null {
  const { effect, resource, token, until } = command
  const parsed = parseEffectId(state.run, effect)
  const isOurs =
    parsed !== null && isPlanned(state, parsed) && Number.isInteger(token) && Number.isInteger(until)
  if (
    !isOurs ||
    acquireEffectId(actionEffectId(state.run, parsed.iteration, parsed.step), resource) !== effect
  )
    return { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(effect)}.` }
  const { iteration, step } = parsed
  const held = state.leases.find(
    (lease) => lease.iteration === iteration && lease.step === step && lease.resource === resource,
  )
  if (held && held.token >= token)
    return { code: 'duplicate', message: `The lease on ${resource} is on record.` }
  emit(turn, {
    type: 'lease.granted',
    data: { iteration, step, resource: loggableText(resource), token, until },
  })
  return null
}

function isPlanned(state: ActiveRun | EndedRun, of: { iteration: number; step: string }): boolean {
  const { iteration } = state
  if (iteration?.number === of.iteration) return placeOf(iteration, of.step) !== undefined
  return of.iteration >= 1 && of.iteration < (iteration?.number ?? 0)
}

export function confirmLeaseRelease(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'confirm-lease-release'>,
): Rejection | null {
  const { resource, token } = command
  const lease = state.leases.find((each) => each.resource === resource && each.token === token)
  if (!lease) return { code: 'duplicate', message: 'The run holds no such lease.' }
  emit(turn, { type: 'lease.released', data: { step: lease.step, resource, token } })
  return null
}
