import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { readPrefer } from '../http/prefer.ts'
import { valueOf } from '../http/problem.ts'
import { readBody, requireJsonType } from '../http/readBody.ts'
import { shardForKey } from '../objects/placement.ts'
import { shardOf } from '../objects/ports.ts'
import { requireLoopName } from './requireLoopName.ts'
import { startedResponse } from './startedResponse.ts'

/** How loops are invoked. The Worker only reads the body; the shard, one hop away, knows the rest. */
export const hooks: Hono<AppEnv> = new Hono<AppEnv>().post('/hooks/:loop', async (c) => {
  const loop = requireLoopName(c.req.param('loop'))
  requireJsonType(c.req.header('content-type') ?? null)
  const body = await readBody(c.req.raw)
  const prefer = readPrefer(c.req.header('prefer') ?? null)
  const { method, headers } = c.req.raw
  const shard = shardOf(c.env, loop, shardForKey(c.var.trace.id))
  const call = { body, headers: [...headers], method, trace: c.var.trace, prefer }
  return startedResponse(c, valueOf(await shard.invoke(call)), 'outcome')
})
