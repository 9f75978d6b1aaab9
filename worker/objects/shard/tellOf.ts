import type { RunSummary } from '../../../shared/api/runs.ts'
import type { RunEndedEvent } from '../../../shared/callback/runEnded.ts'
import type { Json } from '../../../shared/json.ts'
import type { Breakers } from '../../effects/Breakers.ts'
import { tellReceiver } from '../../effects/tellReceiver.ts'
import type { Env } from '../../env.ts'
import type { Told } from './Callbacks.ts'
import type { StoredCallback } from './CallbackTable.ts'
import type { DeployedLoop } from './DeployedLoop.ts'
import { followEnd } from './followEnd.ts'
import type { LiveRuns } from './LiveRuns.ts'
import type { RunPrivacy } from './RunPrivacy.ts'
import type { RunTable } from './RunTable.ts'

type Deps = {
  env: Env
  deployed: DeployedLoop
  breakers: Breakers
  table: RunTable
  live: LiveRuns
  privacy: RunPrivacy
}

/** Tells a receiver how its run ended. */
export async function tellOf(
  { env, deployed, breakers, table, live, privacy }: Deps,
  { id, run, receiver }: StoredCallback,
): Promise<Told> {
  const stored = table.get(run)
  const event = stored && endOf(id, stored.summary, privacy.told(run, stored.body))
  if (!event) {
    const message = 'The run is not on record any more, so there is nothing to tell.'
    return { ok: false, message, status: null, retryAfterMs: null }
  }
  if (receiver.type === 'loop') {
    const found = live.get(run)
    if (!found || found.state.status === 'new') throw new Error('A run that is in the table was accepted')
    const input = privacy.told(run, found.state.input)
    const handed = privacy.isToForget(run) ? [] : (found.personal?.handedWith([input, event.data.body]) ?? [])
    return followEnd(env, found, receiver, event, input, handed)
  }
  const { settings } = deployed
  const told = await tellReceiver({ env, settings, breakers, trace: event.data.trace }, receiver, event)
  // The words stay on record, and where a receiver sends us may hold what it was told.
  const personal = live.get(run)?.personal
  return told.ok || !personal ? told : { ...told, message: personal.concealText(told.message) }
}

function endOf(id: string, summary: RunSummary, body: Json): RunEndedEvent | null {
  const { run, loop, outcome, reason, endedAt } = summary
  if (outcome === null || reason === null || endedAt === null) return null
  const { version, versionNumber, message, iterations, steps, costUsd, acceptedAt, trace } = summary
  const data = { run, loop, version, versionNumber, outcome, reason, message, iterations, steps, costUsd }
  return {
    specversion: '1.0',
    id,
    source: `/loops/${loop}`,
    type: 'pavane.run.ended',
    subject: run,
    time: new Date(endedAt).toISOString(),
    datacontenttype: 'application/json',
    data: { ...data, acceptedAt, endedAt, trace, body },
  }
}
