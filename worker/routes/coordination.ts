import { Hono } from 'hono'
import type { ShardStatus } from '../../shared/api/loopStatus.ts'
import type { AppEnv } from '../env.ts'
import { valueOf } from '../http/problem.ts'
import { queryOf } from '../http/requestBody.ts'
import { allShards } from '../objects/placement.ts'
import { loopOf, shardOf } from '../objects/ports.ts'
import { requireLoop } from './requireLoop.ts'
import { requireLoopName } from './requireLoopName.ts'

const sum = (shards: ShardStatus[], field: 'queued' | 'running') =>
  shards.reduce((total, shard) => total + shard[field], 0)

/** What a loop has under way, and the plans of all of its runs. */
export const coordination: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/loops/:loop/status', async (c) => {
    const { name, shards: count } = await requireLoop(c)
    const shards = await Promise.all(allShards(count).map((shard) => shardOf(c.env, name, shard).status()))
    return c.json({ shards, queued: sum(shards, 'queued'), running: sum(shards, 'running') })
  })
  .get('/api/loops/:loop/schedules', async (c) => {
    const loop = requireLoopName(c.req.param('loop'))
    return c.json(valueOf(await loopOf(c.env, loop).schedules()))
  })
  .get('/api/loops/:loop/plans', async (c) => {
    const loop = requireLoopName(c.req.param('loop'))
    return c.json(valueOf(await loopOf(c.env, loop).plans(queryOf(c, 'listPlans'))))
  })
