import { runInDurableObject } from 'cloudflare:test'
import { expect } from 'vitest'
import { shardName } from '../../../worker/objects/placement.ts'
import { env } from './edge.ts'

/** The one shard of a loop, as an object of the runtime. */
export const shardObject = (loop: string) => env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(loop, 0)))

/** Ends a loop's shard as a crash does: what is not on the disk is gone, and whoever waited for it gets an error. */
export async function kill(loop: string): Promise<void> {
  const killed = runInDurableObject(shardObject(loop), (_, state) => state.abort('killed by a test'))
  await expect(killed).rejects.toThrow('killed by a test')
}
