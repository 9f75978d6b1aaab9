import { Hono } from 'hono'
import { exposition, expositionType } from '../../shared/metrics/exposition.ts'
import { addMeters } from '../../shared/metrics/meters.ts'
import type { AppEnv } from '../env.ts'
import { allShards } from '../objects/placement.ts'
import { shardOf, workspaceOf } from '../objects/ports.ts'

/** What the loops of a workspace counted, over all of their shards. */
export const metrics: Hono<AppEnv> = new Hono<AppEnv>().get('/metrics', async (c) => {
  const loops = await workspaceOf(c.env).loops()
  const counted = await Promise.all(
    loops.map(async ({ name, shards }) => {
      const meters = await Promise.all(allShards(shards).map((shard) => shardOf(c.env, name, shard).meters()))
      return { loop: name, meters: addMeters(meters) }
    }),
  )
  return c.body(exposition(counted), 200, { 'content-type': expositionType, 'cache-control': 'no-store' })
})
