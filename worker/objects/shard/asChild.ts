import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { ChildEnd, ChildRequest, ChildState } from '../childPorts.ts'
import type { ShardPlace } from '../placement.ts'
import type { LiveRuns } from './LiveRuns.ts'
import type { Shard } from './openShard.ts'
import type { RunPrivacy } from './RunPrivacy.ts'
import { startRun } from './startRun.ts'

const keyOf = (effect: string) => `child:${effect}`

/** Stands in for the run of a key whose run must never start. */
const never = ''

/** Starts the run that a step of another run is, or finds it: a step has one child, however often it asks. */
export function startChild(
  shard: Shard,
  place: ShardPlace,
  { input, parent, trace, handed }: ChildRequest,
): Answer<ChildState> {
  const key = keyOf(parent.effect)
  const known = shard.dedupe.find(key)
  if (known?.run === never) return refuse('conflict', 'The child run was cancelled before it was started.')
  if (known) return answer(stateOf(shard, known.run))
  const program = shard.deployed.pick(Math.random())
  if (!program)
    return refuse('loop-not-published', 'Publish the loop first: it has no version that takes calls.')
  const request = { source: 'loop', method: 'POST', headers: {}, by: parent.run } as const
  const keyed = { key: { key, strict: false }, payload: '', parent, ...(handed ? { handed } : {}) }
  const started = startRun(shard, { ...place, program, input, request, trace, ...keyed })
  return started.ok ? answer(stateOf(shard, started.value.run)) : started
}

/** Cancels the run of a step that nobody waits for any more; null when there is none, and then there never will be. */
export function cancelChild(shard: Shard, effect: string, compensate: boolean): ChildState | null {
  const known = shard.dedupe.find(keyOf(effect))
  if (!known) shard.dedupe.add(keyOf(effect), never, null)
  if (!known || known.run === never) return null
  const live = shard.live.get(known.run)
  if (!live) return null
  if (live.state.status !== 'ended') {
    const [by = ''] = effect.split('/')
    const reason = 'The run that started it does not wait for it any more.'
    shard.turns.take(live, { type: 'cancel', by, reason, compensate })
    shard.effects.owe(live)
  }
  return stateOf(shard, known.run)
}

type Runs = { live: LiveRuns; privacy: RunPrivacy }

/** What a parent is told of its child. */
export function stateOf(runs: Runs, run: string): ChildState {
  return { run, end: endOf(runs, run) }
}

function endOf({ live: runs, privacy }: Runs, run: string): ChildEnd | null {
  const live = runs.get(run)
  const state = live?.state
  if (state?.status !== 'ended') return null
  const { outcome, body, message, costUsd, started, startedByChildren, notUndone } = state
  const steps = started + startedByChildren
  const handed = live?.personal?.handedWith(body) ?? []
  const told = handed.length > 0 ? { body, handed } : { body }
  const erased = handed.length > 0 && privacy.isToForget(run) ? { toForget: true } : {}
  return {
    outcome,
    ...told,
    ...erased,
    message,
    costUsd,
    steps,
    stands: outcome !== 'rolled-back' || notUndone.length > 0,
  }
}
