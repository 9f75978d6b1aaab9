import { type Room, rateLimitHeaders } from '../../../shared/api/rateLimit.ts'
import type { RunDetail } from '../../../shared/api/runs.ts'
import type { Parent, RequestInfo } from '../../../shared/engine/event.ts'
import type { Fork } from '../../../shared/engine/fork.ts'
import { samples } from '../../../shared/engine/samples.ts'
import type { Json } from '../../../shared/json.ts'
import { count } from '../../../shared/metrics/meters.ts'
import { readsRecent } from '../../../shared/policy/withPolicySet.ts'
import { isPersonal } from '../../../shared/privacy/personalOf.ts'
import { openWaits } from '../../../shared/projections/openWaits.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { TimedSignature } from '../../security/verifyCaller.ts'
import { placeOfRun, type ShardPlace } from '../placement.ts'
import type { Receiver } from './CallbackTable.ts'
import type { NumberedProgram } from './DeployedLoop.ts'
import type { DedupeKey } from './dedupeKey.ts'
import { EventTooLarge } from './EventLog.ts'
import { newRunId } from './intake.ts'
import type { LiveRun } from './LiveRuns.ts'
import type { Shard } from './openShard.ts'
import type { HandedOver } from './PersonalVault.ts'
import { refusalOf } from './rejections.ts'

type Start = ShardPlace & {
  program: NumberedProgram
  input: Json
  request: RequestInfo
  key: DedupeKey | null
  payload: string
  /** What its caller signed together with a time: a call that comes with the same again is the same one, whatever else it says. */
  signed?: TimedSignature | null
  trace: string
  /** Where its caller wants to hear of its end. */
  receiver?: Receiver | null
  /** The run whose step this one is. */
  parent?: Parent
  /** The run that it is a fork of, and what it carries along from there. */
  fork?: Fork
  /** What of its input is personal to the run that started it, or that it is a fork of. */
  handed?: HandedOver
}

/** So many ended runs tell how often checks are made that are made of some runs only. */
const runsOfSample = 20

/**
 * Starts a run, or finds the one that its key belongs to. It never awaits, so of calls with one key that arrive together
 * exactly one starts a run.
 */
export function startRun(shard: Shard, start: Start): Answer<{ run: string; replayed: boolean }> {
  const {
    program,
    input,
    request,
    key,
    payload,
    trace,
    signed = null,
    receiver = null,
    parent,
    fork,
    handed,
  } = start
  if ((isPersonal(program.program) || handed) && !shard.vault.isReady) return noKey
  const sameCall = signed && shard.signatures.find(signed)?.run
  if (sameCall) return answer({ run: sameCall, replayed: true })
  const known = key && shard.dedupe.find(key.key)
  if (known) {
    if (key.strict && !shard.dedupe.isOf(known, payload))
      return refuse(
        'key-reused',
        'This key came with another body, or for another version, before. Another call needs another key.',
      )
    // A repeat that was signed anew is as good a copy to send under other keys as the first call.
    if (signed) shard.signatures.started(signed, known.run)
    return answer({ run: known.run, replayed: true })
  }
  const full = refusalWhenFull(shard, program.program.limits.queue)
  if (full) return full
  const room = shard.admissions.ask(input, request)
  if (!room.ok) return room
  const queued = room.value.queued && !isBelow(start, parent)
  const run = newRunId(start)
  const held = shard.deployed.underPolicies(program)
  const live = shard.live.begin(run, held, trace, shard.vault.begin(held.program, handed))
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
  const accept = { type: 'accept', run, input, request, seed, dedupeKey: key?.key ?? null, queued } as const
  const recent = readsRecent(held.program) ? { recent: shard.recent.at(Date.now()) } : {}
  const failures = samples(held.program) ? { recentFailures: shard.table.recentFailures(runsOfSample) } : {}
  const command = {
    ...accept,
    ...(parent ? { parent } : {}),
    ...(fork ? { fork } : {}),
    ...recent,
    ...failures,
  }
  try {
    const rejection = shard.turns.take(live, command, () => {
      if (key) shard.dedupe.add(key.key, run, key.strict ? payload : null, live.personal !== null)
      if (signed) shard.signatures.started(signed, run)
      if (receiver) shard.callbacks.arm(run, receiver)
    })
    if (rejection) return refusalOf(rejection)
  } catch (error) {
    if (!(error instanceof EventTooLarge)) throw error
    return refuse('body-too-large', 'What this loop makes of the input is too large to be recorded.')
  }
  if (signed) shard.signatures.prune(Date.now())
  shard.recent.accepted(Date.now())
  shard.meters.add((all) => count(all, 'pavane.run.accepted', {}))
  shard.admissions.accepted(run, { ...room.value, queued }, live.state.status === 'ended')
  shard.effects.owe(live)
  return answer({ run, replayed: false })
}

/** Why another run is refused where so many may be under way; null where there is room. */
export function refusalWhenFull({ open, admissions }: Shard, most: number) {
  const unfinished = open.unfinished()
  if (unfinished < most) return null
  const detail = `${unfinished} runs of this loop are under way, which is all that it may have.`
  const seconds = admissions.retryAfterSeconds()
  const headers = {
    'retry-after': String(seconds),
    'pavane-queue-depth': String(admissions.queued),
    ...rateLimitHeaders({ limit: most, left: 0 }, seconds),
  }
  return refuse('queue-full', detail, { headers })
}

/** How many more runs the shard takes, by the version that takes calls. */
export function roomOf({ deployed, open }: Shard): Room {
  const limit = deployed.stable()?.program.limits.queue ?? 0
  return { limit, left: Math.max(0, limit - open.unfinished()) }
}

const noKey = refuse(
  'configuration-missing',
  'This loop keeps personal data encrypted. Set PAVANE_KEY or PAVANE_TOKEN to what it was kept under.',
)

/** Whether a run above it is of the same loop: that would wait for ever for one that had to wait until it ends. */
function isBelow({ workspace, loop }: ShardPlace, parent: Parent | undefined): boolean {
  if (parent === undefined) return false
  return placeOfRun(parent.run, workspace)?.loop === loop || (parent.loops ?? []).includes(loop)
}

/** A run whole; null when there is none. One in memory costs no reading, and one that has ended or is stuck is not folded for it. */
export function detailOf(shard: Shard, run: string): RunDetail | null {
  const inMemory = shard.live.peek(run)
  if (inMemory) return detailOfLive(shard, inMemory)
  const stored = shard.open.get(run) ?? shard.table.get(run)
  if (!stored) return null
  const { status } = stored.summary
  const live = status === 'ended' || status === 'stuck' ? null : shard.live.get(run)
  if (live) return detailOfLive(shard, live)
  const [accepted] = shard.log.read(run, 0, 1)
  const input = accepted?.type === 'run.accepted' ? accepted.data.input : null
  return { ...stored.summary, body: stored.body, input, children: shard.children.of(run), waits: [] }
}

function detailOfLive(shard: Shard, live: LiveRun): RunDetail | null {
  const { stored, state, program } = live
  if (!stored || state.status === 'new') return null
  return {
    ...stored.summary,
    body: stored.body,
    input: state.input,
    children: childrenOf(shard, live),
    waits: openWaits(program.program, state),
  }
}

/** Nothing is read for a run that can have no children. */
function childrenOf(shard: Shard, { run, program: { program } }: LiveRun): RunDetail['children'] {
  const isParent = Object.values(program.actions).some(({ call }) => call.uses === 'loop')
  return isParent ? shard.children.of(run) : []
}
