import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { allShards } from '../objects/placement.ts'
import { shardOf, workspaceOf } from '../objects/ports.ts'
import { archivePage } from './archivePage.ts'
import { noisyCounts } from './noisyCounts.ts'
import { requireLoop } from './requireLoop.ts'
import { shardOfRun } from './runs.ts'

/** The clocks of two objects may differ by so much. */
const clocksDifferMs = 60_000

/** Personal data: who sees it, and how it is forgotten. */
export const privacy: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/runs/:run/personal', async (c) =>
    c.json(valueOf(await shardOfRun(c).privacy('look', { run: c.req.param('run') }))),
  )
  .post('/api/runs/:run/reveal', async (c) => {
    const run = c.req.param('run')
    const request = await bodyOf(c, 'reveal')
    const { by } = c.var.principal
    const shown = valueOf(await shardOfRun(c).privacy('reveal', { ...request, run, by }))
    if (shown.values.length > 0) {
      const told = { detail: `${shown.values.length} values`, reason: request.reason }
      await workspaceOf(c.env).note(by, 'personal.revealed', run, told)
    }
    c.header('cache-control', 'no-store')
    return c.json(shown)
  })
  .post('/api/runs/:run/restore', async (c) => {
    const run = c.req.param('run')
    const restored = valueOf(await shardOfRun(c).privacy('restore', { run }))
    await workspaceOf(c.env).note(c.var.principal.by, 'run.restored', run, 'from the archive')
    return c.json(restored)
  })
  .get('/api/privacy/archive', async (c) => c.json(await archivePage(c.env, queryOf(c, 'listArchive'))))
  .get('/api/privacy/counts', async (c) => {
    const { loop, ...query } = queryOf(c, 'getCounts')
    return c.json(valueOf(await noisyCounts(c.env, await requireLoop(c, loop), query)))
  })
  .get('/api/privacy/erasures', async (c) => c.json(await workspaceOf(c.env).erasures()))
  .post('/api/privacy/erasures', async (c) => {
    const request = await bodyOf(c, 'erase')
    const began = Date.now()
    const loops = await workspaceOf(c.env).loops()
    const eraseEverywhere = (since: { since?: number }) =>
      Promise.all(
        loops.flatMap(({ name, shards }) =>
          allShards(shards).map((shard) =>
            shardOf(c.env, name, shard).privacy('erase', { subject: request.subject, ...since }),
          ),
        ),
      )
    const first = await eraseEverywhere({})
    // A run that was not found yet may have started a child on a shard that was looked through already.
    const erased = [...first, ...(await eraseEverywhere({ since: began - clocksDifferMs }))]
    const all = {
      runs: erased.flatMap(({ runs }) => runs),
      waiting: erased.flatMap(({ waiting }) => waiting),
      values: erased.reduce((sum, { values }) => sum + values, 0),
      loops: loops.length,
    }
    return c.json(valueOf(await workspaceOf(c.env).recordErasure(request, all, c.var.principal.by)))
  })
