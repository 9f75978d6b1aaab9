import { type Context, Hono } from 'hono'
import { WorkspaceName } from '../../shared/graph/ids.ts'
import type { AppEnv, Env } from '../env.ts'
import { isBinaryEvent } from '../http/cloudEvent.ts'
import { readPrefer } from '../http/prefer.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { readBody, requireJsonType } from '../http/readBody.ts'
import { readVersionPin } from '../http/versionPin.ts'
import { findWorkspace } from '../objects/findWorkspace.ts'
import { hookKeyOf } from '../objects/hookKey.ts'
import { shardOf } from '../objects/ports.ts'
import { sendPlaced } from '../objects/routing.ts'
import { requireLoopName } from './requireLoopName.ts'
import { startedResponse } from './startedResponse.ts'

/** How loops are invoked. The Worker reads the body and finds the shard; that, one hop away, knows the rest. */
export const hooks: Hono<AppEnv> = new Hono<AppEnv>()
  .post('/hooks/:loop', async (c) => invoke(c, c.env, requireLoopName(c.req.param('loop'))))
  .post('/hooks/:workspace/:loop', async (c) => {
    const loop = requireLoopName(c.req.param('loop'))
    const workspace = WorkspaceName.safeParse(c.req.param('workspace'))
    const env = workspace.success ? await findWorkspace(c.env, workspace.data) : null
    // As of a loop that is not there: nobody learns which workspaces there are.
    if (env === null) throw new ProblemException('loop-not-found', 'There is no loop of that name.')
    return invoke(c, env, loop)
  })

async function invoke(c: Context<AppEnv>, env: Env, loop: string): Promise<Response> {
  const { method } = c.req.raw
  const headers = new Map(c.req.raw.headers)
  const type = headers.get('content-type') ?? null
  // An event in binary mode may have no data, and then has no type of it either.
  if (type !== null || !isBinaryEvent(headers)) requireJsonType(type)
  const body = await readBody(c.req.raw)
  const prefer = readPrefer(headers.get('prefer') ?? null)
  const pin = readVersionPin(headers.get('pavane-version') ?? null, c.req.query('version') ?? null)
  const call = { body, headers, method, trace: c.var.trace, prefer, pin }
  const started = await sendPlaced(
    env,
    loop,
    (routing) => hookKeyOf(call, routing),
    (shard, revision) => shardOf(env, loop, shard).invoke({ ...call, revision }),
  )
  return startedResponse(c, valueOf(started), 'outcome')
}
