import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf } from '../http/requestBody.ts'
import { loopOf } from '../objects/ports.ts'
import { whoOf } from '../security/principal.ts'
import { requireLoopName } from './requireLoopName.ts'

/** What the drift checks of a loop compare with, and who said that it is normal. */
export const baselines: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/loops/:loop/baselines', async (c) =>
    c.json(valueOf(await loopOf(c.env, requireLoopName(c.req.param('loop'))).baselines())),
  )
  .post('/api/loops/:loop/baselines', async (c) => {
    const name = requireLoopName(c.req.param('loop'))
    const request = await bodyOf(c, 'proposeBaseline')
    const made = valueOf(await loopOf(c.env, name).proposeBaseline(request, whoOf(c.var.principal)))
    c.header('location', `/api/loops/${name}/baselines/${made.name}/${made.version}`)
    return c.json(made, 201)
  })
  .get('/api/loops/:loop/baselines/:name/window', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    return c.json(valueOf(await loop.baselineWindow(c.req.param('name'))))
  })
  .get('/api/loops/:loop/baselines/:name/:version', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    const version = requireVersion(c.req.param('version'))
    return c.json(valueOf(await loop.baseline(c.req.param('name'), version)))
  })
  .post('/api/loops/:loop/baselines/:name/:version/decision', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    const version = requireVersion(c.req.param('version'))
    const request = await bodyOf(c, 'decideBaseline')
    const who = whoOf(c.var.principal)
    return c.json(valueOf(await loop.decideBaseline(c.req.param('name'), version, request, who)))
  })

function requireVersion(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new ProblemException('version-not-found', `${text} is no number of a version.`)
}
