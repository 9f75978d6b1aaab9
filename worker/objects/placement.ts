/** Shards of a loop. Run ids name theirs, so raising this moves no run. */
export const shardsPerLoop = 1

/** The shard for a key: FNV-1a, because it must be cheap, even and the same for ever. */
export function shardForKey(key: string, shards: number = shardsPerLoop): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  }
  return (hash >>> 0) % shards
}

export const shardName = (loop: string, shard: number) => `${loop}/${shard}`

/** The shards of a loop, by number. */
export const allShards = () => Array.from({ length: shardsPerLoop }, (_, shard) => shard)

/** Where a run lives; null for what is no run id. */
export function placeOfRun(run: string): { loop: string; shard: number } | null {
  const [, loop, shard] = /^([a-z][a-z0-9-]{0,62})\.(\d{1,4})\.[0-9a-f-]{36}$/.exec(run) ?? []
  return loop === undefined ? null : { loop, shard: Number(shard) }
}
