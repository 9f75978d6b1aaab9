import type { EventOf, RunEvent } from '../../../shared/engine/event.ts'

/** How a run ended; undefined while it has not. Releases of leases may come after it. */
export function endOf(events: readonly RunEvent[]): EventOf<'run.ended'> | undefined {
  return events.findLast((event) => event.type === 'run.ended')
}
