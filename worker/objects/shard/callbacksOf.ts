import type { CallbackFilter, CallbacksOfShard } from '../ports.ts'
import type { Shard } from './openShard.ts'

/** A page of a shard's callbacks; none before anything was deployed to it. */
export function callbacksOf(
  shard: Shard | null,
  { status, before, limit }: CallbackFilter,
): CallbacksOfShard {
  if (!shard) return { callbacks: [], dead: 0 }
  return { callbacks: shard.callbacks.page(status, before, limit), dead: shard.callbacks.counts().dead }
}
