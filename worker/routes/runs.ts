import { type Context, Hono } from 'hono'
import type { RunQuery } from '../../shared/api/runs.ts'
import type { AppEnv } from '../env.ts'
import { readPrefer } from '../http/prefer.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { allShards, placeOfRun, runPrefix } from '../objects/placement.ts'
import { type CataloguedLoop, type RunRequest, shardOf, workspaceOf } from '../objects/ports.ts'
import { sendPlaced } from '../objects/routing.ts'
import { uuidTime } from '../objects/runTime.ts'
import { callersKey } from '../objects/shard/dedupeKey.ts'
import { doerOf } from '../security/principal.ts'
import { mergeRuns } from './mergeRuns.ts'
import { requireLoop } from './requireLoop.ts'
import { requireLoopName } from './requireLoopName.ts'
import { signalOf } from './signalOf.ts'
import { startedResponse } from './startedResponse.ts'

/** Runs, and what people ask of them. */
export const runs: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/loops/:loop/runs', async (c) => {
    const loop = await requireLoop(c)
    return c.json(await listRuns(c, [loop], queryOf(c, 'listLoopRuns')))
  })
  .post('/api/loops/:loop/runs', async (c) => {
    const loop = requireLoopName(c.req.param('loop'))
    const { input, version = null } = await bodyOf(c, 'startRun')
    const doer = doerOf(c.var.principal)
    const key = c.req.header('idempotency-key') ?? null
    const prefer = readPrefer(c.req.header('prefer') ?? null)
    const named = key === null ? null : valueOf(callersKey(key, 'start')).key
    const callback = c.req.header('pavane-callback')
    const call = {
      input,
      version,
      ...doer,
      key,
      trace: c.var.trace,
      prefer,
      ...(callback ? { callback } : {}),
    }
    const started = await sendPlaced(
      c.env,
      loop,
      () => named,
      (shard, revision) => shardOf(c.env, loop, shard).start({ ...call, revision }),
    )
    return startedResponse(c, valueOf(started), 'run')
  })
  .get('/api/runs', async (c) => {
    const query = queryOf(c, 'listRuns')
    const { loop } = query
    const loops = loop === undefined ? await workspaceOf(c.env).loops() : [await requireLoop(c, loop)]
    return c.json(await listRuns(c, loops, query))
  })
  .get('/api/runs/:run', async (c) => c.json(valueOf(await shardOfRun(c).detail(c.req.param('run')))))
  .post('/api/runs/:run/cancel', async (c) => {
    return c.json(await ask(c, { type: 'cancel', ...(await bodyOf(c, 'cancelRun')) }), 202)
  })
  .post('/api/runs/:run/pause', async (c) => {
    return c.json(await ask(c, { type: 'pause', ...(await bodyOf(c, 'pauseRun')) }), 202)
  })
  .post('/api/runs/:run/resume', async (c) => {
    return c.json(await ask(c, { type: 'resume', ...(await bodyOf(c, 'resumeRun')) }), 202)
  })
  .post('/api/runs/:run/fork', async (c) => {
    const run = c.req.param('run')
    const { iteration, version = null, reason, ...given } = await bodyOf(c, 'forkRun')
    const doer = doerOf(c.var.principal)
    const call = {
      run,
      iteration,
      version,
      reason,
      doer,
      ...(given.input === undefined ? {} : { input: given.input }),
      key: c.req.header('idempotency-key') ?? null,
      trace: c.var.trace,
      prefer: readPrefer(c.req.header('prefer') ?? null),
    }
    const started = valueOf(await shardOfRun(c).fork(call))
    const detail = `at iteration ${iteration}, as ${started.run.run}`
    if (!started.replayed) await workspaceOf(c.env).note(doer.by, 'run.forked', run, { detail, reason })
    return startedResponse(c, started, 'run')
  })
  .post('/api/runs/:run/signals', async (c) => {
    const signal = { ...(await signalOf(c)), by: c.var.principal.by }
    const { run, replayed } = valueOf(await shardOfRun(c).signal(c.req.param('run'), signal))
    if (replayed) c.header('idempotency-replayed', 'true')
    return c.json(run, 202)
  })

/** The shard that the run in the address lives on. */
export function shardOfRun(c: Context<AppEnv>) {
  const place = placeOfRun(c.req.param('run') ?? '', c.env.workspace)
  if (!place) throw new ProblemException('run-not-found', 'There is no run of that id.')
  return shardOf(c.env, place.loop, place.shard)
}

async function ask(c: Context<AppEnv>, request: RunRequest) {
  return valueOf(await shardOfRun(c).request(c.req.param('run') ?? '', request, c.var.principal))
}

/** A page of runs, newest first, over all shards of the loops. The cursor is where the page before ended. */
async function listRuns(c: Context<AppEnv>, loops: CataloguedLoop[], query: RunQuery) {
  const { cursor, limit = 50, loop: _, since, until, ...filter } = query
  const from = since === undefined ? undefined : uuidTime(since)
  const ends = [cursor === undefined ? [] : readCursor(cursor), until === undefined ? [] : uuidTime(until)]
  const before = ends.flat().sort()[0] ?? null
  const pages = await Promise.all(
    loops.flatMap(({ name, shards }) =>
      allShards(shards).map((shard) => {
        const prefix = runPrefix({ workspace: c.env.workspace, loop: name, number: shard })
        const asked = { ...filter, from: from && `${prefix}${from}` }
        return shardOf(c.env, name, shard).list(asked, before && `${prefix}${before}`, limit + 1)
      }),
    ),
  )
  return mergeRuns(pages, limit)
}

function readCursor(cursor: string): string {
  if (/^[0-9a-f-]{36}$/.test(cursor)) return cursor
  throw new ProblemException('invalid-request', 'That cursor is none of this list’s.', {
    errors: [{ pointer: '/cursor', message: 'Take the cursor from `next` of the page before' }],
  })
}
