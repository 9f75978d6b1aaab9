import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { loopOf } from '../objects/ports.ts'
import { compatibilityOf } from './compatibility.ts'
import { requireLoopName } from './requireLoopName.ts'

/** Published versions, and which of them receive traffic. */
export const versions: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/loops/:loop/versions', async (c) => {
    const { versions } = valueOf(await loopOf(c.env, requireLoopName(c.req.param('loop'))).detail())
    return c.json({ versions })
  })
  .post('/api/loops/:loop/versions', async (c) => {
    const name = requireLoopName(c.req.param('loop'))
    const request = await bodyOf(c, 'publish')
    const version = valueOf(await loopOf(c.env, name).publish(request, c.var.principal.by))
    c.header('location', `/api/loops/${name}/versions/${version.number}`)
    return c.json(version, 201)
  })
  .get('/api/loops/:loop/versions/:version', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    return c.json(valueOf(await loop.version(c.req.param('version'))))
  })
  .get('/api/loops/:loop/compatibility', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    return c.json(await compatibilityOf(loop, queryOf(c, 'getCompatibility')))
  })
  .get('/api/loops/:loop/rollout', async (c) => {
    const { rollout } = valueOf(await loopOf(c.env, requireLoopName(c.req.param('loop'))).detail())
    return c.json(rollout)
  })
  .put('/api/loops/:loop/rollout', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    const { reason, ...rollout } = await bodyOf(c, 'putRollout')
    return c.json(valueOf(await loop.putRollout(rollout, c.var.principal.by, reason)))
  })
  .put('/api/loops/:loop/shards', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    const { shards } = await bodyOf(c, 'putShards')
    return c.json(valueOf(await loop.putShards(shards, c.var.principal.by)))
  })
