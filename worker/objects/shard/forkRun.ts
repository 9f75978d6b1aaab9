import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import type { RequestInfo, RunEvent } from '../../../shared/engine/event.ts'
import type { Fork } from '../../../shared/engine/fork.ts'
import { forkOf } from '../../../shared/engine/forkOf.ts'
import type { Doer } from '../../../shared/engine/person.ts'
import type { Json } from '../../../shared/json.ts'
import { mayHoldToken } from '../../../shared/privacy/token.ts'
import { type Answer, answer, type Refusal, refuse } from '../../http/problem.ts'
import { sha256Hex } from '../../security/digests.ts'
import type { ShardPlace } from '../placement.ts'
import type { ForkCall } from '../ports.ts'
import type { NumberedProgram } from './DeployedLoop.ts'
import { callersKey } from './dedupeKey.ts'
import type { EventLog } from './EventLog.ts'
import type { LiveRun } from './LiveRuns.ts'
import type { Shard } from './openShard.ts'
import { refusalOf } from './rejections.ts'
import { startRun } from './startRun.ts'
import { unknownRun } from './unknownRun.ts'

const pageSize = 2000

/** What a fork is started with, of which some comes from the log of another run. */
type Taken = { input: Json; request: RequestInfo; fork: Fork }

/**
 * Starts the run that begins where another of this shard began an iteration. Whoever asks has started it; what the other was called with,
 * expressions read as they did there.
 */
export function forkRun(
  shard: Shard,
  place: ShardPlace,
  under: NumberedProgram,
  { run, iteration, input, version, reason, doer, key: header, trace }: ForkCall,
): Answer<{ run: string; replayed: boolean }> {
  const live = shard.live.get(run)
  const events = readUntil(shard.log, run, iteration)
  const [accepted] = events
  if (!live || live.state.status === 'new' || accepted?.type !== 'run.accepted') return unknownRun
  const key = header === null ? answer(null) : callersKey(header, 'fork')
  if (!key.ok) return key
  const source = { program: live.program.program, events, undone: live.state.undone }
  const made = forkOf(source, under.program, { iteration, reason, otherInput: input !== undefined })
  if (!made.ok) return refusalOf(made.rejection)
  const taken = revealed(live, {
    input: input === undefined ? accepted.data.input : input,
    request: requestBy(doer, accepted.data.request),
    fork: made.fork,
  })
  if (!taken.ok) return taken
  const handed = live.personal?.handedWith(taken.value as unknown as Json) ?? []
  if (handed.length > 0 && shard.privacy.isToForget(run)) return toBeErased
  const payload = key.value
    ? sha256Hex(canonicalJson({ run, iteration, ...(input === undefined ? {} : { input }), version, reason }))
    : ''
  return startRun(shard, {
    ...place,
    ...taken.value,
    program: under,
    key: key.value,
    payload,
    trace: trace.id,
    ...(handed.length > 0 ? { handed } : {}),
  })
}

/** The log of a run up to the beginning of an iteration, or whole where it began none of that number. */
function readUntil(log: EventLog, run: string, iteration: number): RunEvent[] {
  const events: RunEvent[] = []
  for (;;) {
    const page = log.read(run, events.at(-1)?.seq ?? 0, pageSize)
    events.push(...page)
    const isThere = page.some(
      ({ type, data }) => type === 'iteration.started' && data.iteration === iteration,
    )
    if (isThere || page.length < pageSize) return events
  }
}

/** The call as the other run was told of it, by whoever asks now. That it was a delivery sent again, somebody else did. */
function requestBy(doer: Doer, request: RequestInfo): RequestInfo {
  const { redeliveryOf: _redelivery, person: _caller, ...kept } = request
  return { ...kept, ...doer }
}

/** The log has tokens in place of personal values, which are nobody’s in another run. What was erased can’t be carried there. */
function revealed({ personal }: LiveRun, taken: Taken): Answer<Taken> {
  if (!personal) return answer(taken)
  const known = personal.reveal(taken)
  if (holdsToken(known.input)) return erased('its input', '/input')
  if (holdsToken(known.fork)) return erased('what it had come to by then', '/iteration')
  return holdsToken(known.request) ? erased('the call that it was started with', '') : answer(known)
}

const holdsToken = (value: object | Json): boolean => mayHoldToken(JSON.stringify(value))

const toBeErased = refuse(
  'fork-invalid',
  'Personal values of this run are to be erased once it has ended, so they can’t be carried along.',
)

function erased(where: string, pointer: string): { ok: false; refusal: Refusal } {
  const message = `Personal values of ${where} were erased, so they can’t be carried along.`
  return refuse('fork-invalid', message, { errors: [{ pointer, message }] })
}
