import { type Context, Hono } from 'hono'
import type { Callback, CallbackPage } from '../../shared/api/callbacks.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { allShards } from '../objects/placement.ts'
import { shardOf, workspaceOf } from '../objects/ports.ts'
import { requireLoop } from './requireLoop.ts'
import { shardOfRun } from './runs.ts'

/** What is told of runs that have ended, and what could not be. */
export const callbacks: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/callbacks', async (c) => {
    const { loop, status = 'dead', cursor, limit = 50 } = queryOf(c, 'listCallbacks')
    const loops = loop === undefined ? await workspaceOf(c.env).loops() : [await requireLoop(c, loop)]
    const before = cursor === undefined ? null : readCursor(cursor)
    const answers = await Promise.all(
      loops.flatMap(({ name, shards }) =>
        allShards(shards).map((shard) =>
          shardOf(c.env, name, shard).callbacks({ ask: 'page', status, before, limit: limit + 1 }),
        ),
      ),
    )
    const pages = answers.map(valueOf)
    const found = pages.flatMap((page) => page.callbacks).sort(newestFirst)
    const shown = found.slice(0, limit)
    const page: CallbackPage = {
      callbacks: shown,
      next: found.length > limit ? (shown.at(-1)?.callback ?? null) : null,
      dead: pages.reduce((sum, { dead }) => sum + dead, 0),
    }
    return c.json(page)
  })
  .get('/api/runs/:run/callbacks', async (c) => {
    const { callbacks: found } = valueOf(
      await shardOfRun(c).callbacks({ ask: 'run', run: c.req.param('run') }),
    )
    return c.json({ callbacks: found })
  })
  .post('/api/runs/:run/callbacks/:callback/redeliver', async (c) => {
    const { reason } = await bodyOf(c, 'redeliverCallback')
    return c.json(await ask(c, 'redeliver', 'callback.redelivered', reason), 202)
  })
  .post('/api/runs/:run/callbacks/:callback/discard', async (c) => {
    const { reason } = await bodyOf(c, 'discardCallback')
    return c.json(await ask(c, 'discard', 'callback.discarded', reason))
  })

async function ask(
  c: Context<AppEnv>,
  what: 'redeliver' | 'discard',
  noted: string,
  reason: string,
): Promise<Callback> {
  const run = c.req.param('run') ?? ''
  const callback = c.req.param('callback') ?? ''
  const [done] = valueOf(await shardOfRun(c).callbacks({ ask: what, run, callback })).callbacks
  if (!done) throw new Error('A callback that was changed is answered')
  await workspaceOf(c.env).note(c.var.principal.by, noted, run, { detail: `to ${wordsFor(done)}`, reason })
  return done
}

const wordsFor = ({ target }: Callback) =>
  target.type === 'host' ? `${target.host}${target.path}` : `the loop ${target.loop}`

/** Ids begin with the time at which their runs were accepted. */
const newestFirst = (a: Callback, b: Callback) => (a.callback < b.callback ? 1 : -1)

function readCursor(cursor: string): string {
  if (/^cb_[0-9a-f-]{36}_\d{1,3}$/.test(cursor)) return cursor
  throw new ProblemException('invalid-request', 'That cursor is none of this list’s.', {
    errors: [{ pointer: '/cursor', message: 'Take the cursor from `next` of the page before' }],
  })
}
