import type { RunStatus, RunSummary } from '../../../shared/api/runs.ts'
import type { Effect } from '../../../shared/engine/effect.ts'
import { parseEffectId } from '../../../shared/engine/effectId.ts'
import type { Parent } from '../../../shared/engine/event.ts'
import { iterationsBegun } from '../../../shared/engine/iterationNumber.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import type { NumberedProgram } from './DeployedLoop.ts'
import type { StoredRun } from './RunTable.ts'

type Accepted = Exclude<RunState, { status: 'new' }>

/** A run's state as lists and callers see it. */
export function summarise(
  state: Accepted,
  owed: readonly Effect[],
  { number }: NumberedProgram,
  trace: string,
  events: number,
): StoredRun {
  const ended = state.status === 'ended' ? state : null
  const summary: RunSummary = {
    run: state.run,
    loop: state.loop,
    version: state.program,
    versionNumber: number,
    status: statusOf(state, owed),
    outcome: ended?.outcome ?? null,
    reason: ended?.reason ?? null,
    message: ended?.message ?? '',
    iterations: iterationsBegun(state),
    steps: state.started,
    costUsd: state.costUsd,
    acceptedAt: state.startedAt,
    endedAt: ended?.endedAt ?? null,
    events,
    trace,
    parent: state.parent && stepOf(state.parent),
  }
  return { summary, body: ended?.body ?? null }
}

function stepOf({ run, effect }: Parent): RunSummary['parent'] {
  const step = parseEffectId(run, effect)?.step
  return step === undefined ? null : { run, step }
}

/** A run waits when nothing is under way: a person, an event or time is all that is left to go on with. */
function statusOf(state: Accepted, owed: readonly Effect[]): RunStatus {
  if (state.status === 'ended') return 'ended'
  if (state.paused) return 'paused'
  if (state.phase.at === 'queued') return 'queued'
  return owed.every(({ kind }) => kind === 'timer') ? 'waiting' : 'running'
}
