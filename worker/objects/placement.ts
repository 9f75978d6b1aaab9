import { readRunId } from '../../shared/engine/runTerms.ts'
import { defaultWorkspace, type WorkspaceName } from '../../shared/graph/ids.ts'

/**
 * Over how many shards the runs of a loop are spread. A key belongs to one of `shards`; under a number that held before (`former`) it
 * may have belonged to another, where its run then is.
 */
export type Placement = { shards: number; former: readonly number[] }

export const firstPlacement: Placement = { shards: 1, former: [] }

/**
 * The shard for a key: FNV-1a, finished as MurmurHash3 does, because it must be cheap, the same for ever, and even also over keys that
 * differ in a few characters.
 */
export function shardForKey(key: string, shards: number): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % shards
}

/** Any shard: what has no key may go anywhere. */
export const anyShard = (shards: number) => Math.floor(Math.random() * shards)

/** The other shards that a key belonged to under the numbers that held before. */
export function formerShards(key: string, { shards, former }: Placement): number[] {
  const places = new Set(former.map((number) => shardForKey(key, number)))
  places.delete(shardForKey(key, shards))
  return [...places]
}

/** The placement after the number is changed. */
export function replaced({ shards, former }: Placement, next: number): Placement {
  const before = new Set([...former, shards])
  before.delete(next)
  return { shards: next, former: [...before].sort((a, b) => a - b) }
}

/** How many shards hold runs of the loop, or did: their numbers are those below. */
export const everUsed = ({ shards, former }: Placement) => Math.max(shards, ...former)

export const shardName = (loop: string, shard: number) => `${loop}/${shard}`

/** A shard, as it is told apart from all others. */
export type ShardPlace = { workspace: WorkspaceName; loop: string; number: number }

/** What the ids of a shard's runs begin with. */
export const runPrefix = ({ workspace, loop, number }: ShardPlace) =>
  `${workspace === defaultWorkspace ? '' : `${workspace}.`}${loop}.${number}.`

/** The shards of a loop, by number. */
export const allShards = (count: number) => Array.from({ length: count }, (_, shard) => shard)

/** Where a run of this workspace lives; null for a run of another, and for what is no run id. */
export function placeOfRun(run: string, workspace: WorkspaceName): { loop: string; shard: number } | null {
  const place = readRunId(run)
  return place?.workspace === workspace ? { loop: place.loop, shard: place.shard } : null
}
