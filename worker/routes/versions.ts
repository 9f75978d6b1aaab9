import { Hono } from 'hono'
import { rolloutTag } from '../../shared/api/rollouts.ts'
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
    c.header('etag', rolloutTag(rollout))
    return c.json(rollout)
  })
  .put('/api/loops/:loop/rollout', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    const { reason, ...rollout } = await bodyOf(c, 'putRollout')
    const ifMatch = c.req.header('if-match')
    const now = valueOf(await loop.putRollout(rollout, { by: c.var.principal.by, reason, ifMatch }))
    c.header('etag', rolloutTag(now))
    return c.json(now)
  })
  .put('/api/loops/:loop/shards', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    const { shards } = await bodyOf(c, 'putShards')
    return c.json(valueOf(await loop.putShards(shards, c.var.principal.by)))
  })
