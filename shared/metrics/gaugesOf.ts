import type { ShardStatus } from '../api/loopStatus.ts'
import { count, type Meters, noMeters } from './meters.ts'

/** What a shard has under way now, as gauges. */
export function gaugesOf(
  { queued, running, limit, breakers, callbacks }: ShardStatus,
  openApprovals: number,
): Meters {
  const meters = noMeters()
  count(meters, 'pavane.runs.queued', {}, queued)
  count(meters, 'pavane.runs.running', {}, running)
  count(meters, 'pavane.approvals.open', {}, openApprovals)
  if (limit !== null) count(meters, 'pavane.runs.limit', {}, limit)
  if (callbacks) {
    count(meters, 'pavane.callbacks.waiting', {}, callbacks.waiting)
    count(meters, 'pavane.callbacks.dead', {}, callbacks.dead)
  }
  for (const host of new Set(breakers.map((breaker) => breaker.host)))
    count(meters, 'pavane.hosts.blocked', { host })
  return meters
}
