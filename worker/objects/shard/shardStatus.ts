import type { ShardStatus } from '../../../shared/api/loopStatus.ts'
import { gaugesOf } from '../../../shared/metrics/gaugesOf.ts'
import { addMeters, type Meters, noMeters } from '../../../shared/metrics/meters.ts'
import type { Shard } from './openShard.ts'

/** What a shard has under way now; nothing before anything was deployed to it. */
export function shardStatus(shard: Shard | null, number: number): ShardStatus {
  if (!shard) return { shard: number, queued: 0, running: 0, limit: null, actions: [], breakers: [] }
  const { admissions, breakers, callbacks, deployed, gates, open } = shard
  return {
    shard: number,
    queued: admissions.queued,
    running: open.unfinished() - admissions.queued,
    limit: deployed.stable()?.program.limits.queue ?? null,
    actions: gates.depths(),
    breakers: breakers.notClosed(),
    callbacks: callbacks.counts(),
  }
}

/** What a shard counted since it began, and what it has under way. */
export function metersOf(shard: Shard | null, number: number): Meters {
  if (!shard) return noMeters()
  const { open } = shard.approvals.list({ status: 'open', before: null, limit: 0 })
  return addMeters([shard.meters.counted(), gaugesOf(shardStatus(shard, number), open)])
}
