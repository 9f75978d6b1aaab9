import type { RequestInfo } from '../../../shared/engine/event.ts'
import type { Person } from '../../../shared/engine/person.ts'
import { render } from '../../../shared/expr/template.ts'
import type { Json } from '../../../shared/json.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { StartCall } from '../ports.ts'
import type { Shard } from './openShard.ts'

type Starter = { by: string | null; person: Person | undefined }
type Cause = { [K in 'after' | 'scheduledFor']: StartCall[K] | undefined }

/** Keeps the keys of runs that are started in different ways apart. */
export function keyKindOf({ after, scheduledFor }: Cause): 'start' | 'schedule' | 'event' {
  if (after !== undefined) return 'event'
  return scheduledFor === undefined ? 'start' : 'schedule'
}

/** What a run is told of how it was started. */
export function startedBy({ by, person, after, scheduledFor }: Cause & Starter): RequestInfo {
  const sent = { method: 'POST', headers: {}, by, ...(person ? { person } : {}) }
  if (after !== undefined) return { source: 'event', ...sent, after }
  return scheduledFor === undefined
    ? { source: 'api', ...sent }
    : { source: 'schedule', ...sent, scheduledFor }
}

/** The input of a run that the end of another starts, as the stable version makes it; refused where that does not listen any more. */
export function inputAfter(
  { deployed }: Shard,
  { on, loop, outcome }: NonNullable<StartCall['after']>,
  event: Json,
): Answer<Json> {
  const listened = deployed.stable()?.program.trigger.on ?? []
  const found = listened.find((each) => each.id === on && each.loop === loop)
  if (!found?.outcomes.includes(outcome))
    return refuse('conflict', `It does not listen to the end of “${loop}” any more.`)
  if (found.input === undefined) return answer(event)
  const made = render(found.input, { event })
  if (made.ok) return answer(made.value)
  const detail = `The input of “${on}” can’t be made: ${made.error}`
  return refuse('input-invalid', detail, { errors: [{ pointer: made.pointer, message: made.error }] })
}
