import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { readPrefer } from '../http/prefer.ts'
import { valueOf } from '../http/problem.ts'
import { readBody, requireJsonType } from '../http/readBody.ts'
import { hookKeyOf } from '../objects/hookKey.ts'
import { shardOf } from '../objects/ports.ts'
import { sendPlaced } from '../objects/routing.ts'
import { requireLoopName } from './requireLoopName.ts'
import { startedResponse } from './startedResponse.ts'

/** How loops are invoked. The Worker reads the body and finds the shard; that, one hop away, knows the rest. */
export const hooks: Hono<AppEnv> = new Hono<AppEnv>().post('/hooks/:loop', async (c) => {
  const loop = requireLoopName(c.req.param('loop'))
  requireJsonType(c.req.header('content-type') ?? null)
  const body = await readBody(c.req.raw)
  const prefer = readPrefer(c.req.header('prefer') ?? null)
  const { method, headers } = c.req.raw
  const call = { body, headers: new Map(headers), method, trace: c.var.trace, prefer }
  const started = await sendPlaced(
    loop,
    (routing) => hookKeyOf(call, routing),
    (shard, revision) => shardOf(c.env, loop, shard).invoke({ ...call, revision }),
  )
  return startedResponse(c, valueOf(started), 'outcome')
})
