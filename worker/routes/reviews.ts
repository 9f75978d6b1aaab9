import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { valueOf } from '../http/problem.ts'
import { bodyOf } from '../http/requestBody.ts'
import { shardOfRun } from './runs.ts'

/** What people made of runs that have ended. */
export const reviews: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/runs/:run/reviews', async (c) =>
    c.json(valueOf(await shardOfRun(c).reviews(c.req.param('run'), 'list'))),
  )
  .put('/api/runs/:run/review', async (c) => {
    const put = await bodyOf(c, 'putReview')
    const { principal } = c.var
    return c.json(valueOf(await shardOfRun(c).reviews(c.req.param('run'), { put, principal })))
  })
