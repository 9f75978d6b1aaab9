import type { Env } from '../../env.ts'
import { formerShards, shardForKey } from '../placement.ts'
import { type Routing, shardOf } from '../ports.ts'
import type { DedupeKey } from './dedupeKey.ts'
import type { Shard } from './openShard.ts'

/** Whether a call is this shard's to take, by that revision of the rollout; if not, whose it is, where that is known. */
export type Place = { at: 'here'; revision: number } | { at: 'elsewhere'; shard: number | null }

const elsewhere = { at: 'elsewhere', shard: null } as const

/**
 * Finds out where a call belongs. A key that this shard has not seen may have its run in a shard that it belonged to under an earlier
 * number; those are asked, and each takes over the newer number before it answers, so that none of them can start a run for the key
 * after it said that it has none.
 */
export async function placeOf(
  env: Env,
  shard: Shard,
  { loop, number }: { loop: string; number: number },
  key: DedupeKey | null,
): Promise<Place> {
  const { deployed, dedupe } = shard
  const { placement, revision } = deployed
  const here = { at: 'here', revision } as const
  if (key === null) return number < placement.shards ? here : elsewhere
  if (dedupe.find(key.key)) return here
  if (shardForKey(key.key, placement.shards) !== number) return elsewhere
  for (const former of formerShards(key.key, placement))
    if (await shardOf(env, loop, former).hasKey(key.key, revision)) return { at: 'elsewhere', shard: former }
  return here
}

/** Whether what was found out still holds: to be asked in the turn that takes the call, with no await in between. */
export function holds(
  { deployed, dedupe }: Shard,
  place: Extract<Place, { at: 'here' }>,
  key: DedupeKey | null,
): boolean {
  return key === null || deployed.revision === place.revision || dedupe.find(key.key) !== undefined
}

/** What a caller should know by now; null when it knows. */
export function routingFor({ deployed }: Shard, revision: number): Routing | null {
  if (deployed.revision === revision) return null
  const stable = deployed.stable()
  return {
    revision: deployed.revision,
    shards: deployed.placement.shards,
    dedupe: stable?.program.trigger.dedupe ?? null,
  }
}
