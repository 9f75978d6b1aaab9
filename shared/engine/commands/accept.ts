import type { Program } from '../../compile/program.ts'
import type { Json } from '../../json.ts'
import { readsRecent } from '../../policy/withPolicySet.ts'
import { validateSchema } from '../../verify/validateSchema.ts'
import type { Rejection } from '../command.ts'
import { checkQuality } from '../entering.ts'
import { type EventOf, RequestInfo } from '../event.ts'
import { Fork } from '../fork.ts'
import { whyNotForked } from '../forking.ts'
import { observedAt } from '../observedAt.ts'
import { parentFault } from '../parentFault.ts'
import { samples } from '../samples.ts'
import { screenInput } from '../screening.ts'
import { emit, type Turn } from '../turn.ts'
import { fromOutside, loggableText } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Begins the run, unless its input is at fault: then nothing is recorded and the caller is told where. */
export function accept(turn: Turn, command: CommandOf<'accept'>): Rejection | null {
  const { program } = turn
  if (turn.state.status !== 'new')
    return { code: 'already-accepted', message: 'The run has been accepted before.' }
  const { run, seed, dedupeKey } = command
  const input = fromOutside(command.input)
  if (!input.ok) return { ...invalid([input.fault]), node: program.trigger.node }
  const misfit = command.parent === undefined ? null : parentFault(command.parent)
  if (misfit !== null) return { code: 'input-invalid', message: misfit }
  const request = fromOutside(command.request)
  const info = RequestInfo.safeParse(request.ok ? request.value : null)
  if (!info.success)
    return { code: 'input-invalid', message: 'The request is not of the form that a log keeps.' }
  const fault = inputFault(program, input.value, info.data)
  if (fault) return { ...fault, node: program.trigger.node }
  const fork = command.fork && readFork(program, command.fork)
  if (fork?.ok === false) return fork.rejection
  const observed = observedAt(program, { input: input.value, request: info.data }, turn.at)
  if (!observed.ok) return { ...invalid([observed.fault]), node: program.trigger.node }
  const seenAt = Math.min(observed.at, fork?.value.observedAt ?? observed.at)
  const data: EventOf<'run.accepted'>['data'] = {
    run,
    loop: program.name,
    program: program.version,
    input: input.value,
    request: info.data,
    seed,
    dedupeKey,
    ...(command.queued ? { queued: true } : {}),
    ...(command.parent ? { parent: command.parent } : {}),
    ...(fork ? { fork: fork.value } : {}),
    ...recentFailures(program, command.recentFailures),
    ...(seenAt === turn.at ? {} : { observedAt: seenAt }),
    ...(program.policySet ? { policySet: program.policySet } : {}),
    ...(command.recent && readsRecent(program) ? { recent: command.recent } : {}),
  }
  const screened = screenInput(program, data, turn.at)
  emit(turn, { type: 'run.accepted', data: screened.data })
  for (const note of screened.notes) emit(turn, note)
  return null
}

function readFork(
  program: Program,
  given: Fork,
): { ok: true; value: Fork } | { ok: false; rejection: Rejection } {
  const read = Fork.safeParse({ ...given, reason: loggableText(given.reason) })
  if (!read.success) {
    const message = 'What is carried along is not of the form that a log keeps.'
    return { ok: false, rejection: { code: 'fork-invalid', message } }
  }
  const rejection = whyNotForked(program, read.data)
  return rejection ? { ok: false, rejection } : { ok: true, value: read.data }
}

/** Kept only where checks are made of some runs only: nothing else reads it. */
function recentFailures(program: Program, share: number | undefined): { recentFailures?: number } {
  if (share === undefined || !(share > 0) || !samples(program)) return {}
  return { recentFailures: Math.min(1, share) }
}

function inputFault(program: Program, input: Json, request: RequestInfo): Rejection | null {
  const validity = program.trigger.input
    ? validateSchema(program.trigger.input, input)
    : { ok: true as const }
  if (!validity.ok) return invalid(validity.errors)
  const rejected = checkQuality(program, input, request).filter(
    (check) => check.effect === 'reject' && !check.holds,
  )
  if (rejected.length === 0) return null
  return {
    code: 'input-rejected',
    message: 'The input was refused by a data-quality check.',
    errors: rejected.map(({ message }) => ({ pointer: '', message })),
  }
}

function invalid(errors: { pointer: string; message: string }[]): Rejection {
  return { code: 'input-invalid', message: 'The input does not fit what the trigger takes.', errors }
}
