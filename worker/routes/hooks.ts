import { type Context, Hono } from 'hono'
import { hookPath } from '../../shared/api/hookPath.ts'
import { apiLimits } from '../../shared/api/limits.ts'
import type { AppEnv } from '../env.ts'
import { isBinaryEvent } from '../http/cloudEvent.ts'
import { readPrefer } from '../http/prefer.ts'
import { ProblemException, type Refusal, valueOf } from '../http/problem.ts'
import { readBody, requireJsonType } from '../http/readBody.ts'
import { unlessRefused } from '../http/unlessRefused.ts'
import { readVersionPin } from '../http/versionPin.ts'
import { hookKeyOf } from '../objects/hookKey.ts'
import { type Caller, type HookCall, type PublishedLoop, shardOf } from '../objects/ports.ts'
import { sendPlaced } from '../objects/routing.ts'
import { testHeader } from '../objects/shard/deliveryOf.ts'
import { versionsOf } from '../openapi/loop/versionsOf.ts'
import { requireLoopName } from './requireLoopName.ts'
import { startedResponse } from './startedResponse.ts'

/** How loops are invoked. The Worker reads the body and finds the shard; that, one hop away, knows the rest. */
export const hooks: Hono<AppEnv> = new Hono<AppEnv>()
  .post('/hooks/:loop', invoke)
  .get('/hooks/:loop', versions)
  .get('/hooks/:loop/openapi.json', document)
  .get('/api/loops/:loop/openapi.json', async (c) => documentOf(c, await published(c, null)))
  // The same in another workspace, which `authorise` has entered. No loop is named openapi.json.
  .post('/hooks/:workspace/:loop', invoke)
  .get('/hooks/:workspace/:loop', versions)
  .get('/hooks/:workspace/:loop/openapi.json', document)

async function invoke(c: Context<AppEnv>): Promise<Response> {
  c.header('pavane-body-limit', String(apiLimits.bodyBytes))
  const loop = requireLoopName(c.req.param('loop') ?? '')
  const call = await readCall(c, loop).catch((error: unknown) => {
    if (error instanceof ProblemException) c.executionCtx.waitUntil(noteRefused(c, loop, error.refusal))
    throw error
  })
  const started = await sendPlaced(
    c.env,
    loop,
    (routing) => hookKeyOf(call, routing),
    (shard, revision) => shardOf(c.env, loop, shard).invoke({ ...call, revision }),
  )
  return startedResponse(c, valueOf(started), 'outcome')
}

/** What came, as far as it can be read without knowing the loop. */
async function readCall(c: Context<AppEnv>, loop: string): Promise<Omit<HookCall, 'revision'>> {
  const { method } = c.req.raw
  const headers = headersOf(c)
  const type = headers.get('content-type') ?? null
  // An event in binary mode may have no data, and then has no type of it either.
  if (type !== null || !isBinaryEvent(headers)) requireJsonType(type)
  const version = c.req.query('version') ?? null
  const isPinned = version !== null || headers.has('pavane-version')
  const body = await unlessRefused(
    readBody(c.req.raw),
    () => shardOf(c.env, loop, 0).refusalAhead(headers, isPinned),
    (rest) => c.set('rest', rest),
  )
  const prefer = readPrefer(headers.get('prefer') ?? null)
  const pin = readVersionPin(headers.get('pavane-version') ?? null, version)
  const { trace, testedBy } = c.var
  return { body, headers, method, trace, prefer, pin, ...(testedBy ? { testedBy } : {}) }
}

/** What came along, without the mark of a test where somebody else set it. */
function headersOf(c: Context<AppEnv>): Map<string, string> {
  const headers = new Map(c.req.raw.headers)
  if (!c.var.testedBy) headers.delete(testHeader)
  return headers
}

/** Nobody waits for it, and an address that is no loop’s stores nothing. */
function noteRefused(c: Context<AppEnv>, loop: string, refusal: Refusal): Promise<void> {
  const headers = headersOf(c)
  const length = headers.get('content-length')
  const bodyBytes = length === undefined ? null : Number(length)
  const noted = { method: c.req.raw.method, headers, bodyBytes }
  return shardOf(c.env, loop, 0).noteRefused(noted, refusal)
}

async function versions(c: Context<AppEnv>): Promise<Response> {
  return c.json(versionsOf(await published(c, callerOf(c))))
}

async function document(c: Context<AppEnv>): Promise<Response> {
  return documentOf(c, await published(c, callerOf(c)))
}

/** Whoever asks without a body: a signature is over nothing. */
const callerOf = (c: Context<AppEnv>): Caller => ({
  headers: new Map(c.req.raw.headers),
  body: new Uint8Array(),
})

const published = async (c: Context<AppEnv>, caller: Caller | null) =>
  valueOf(await shardOf(c.env, requireLoopName(c.req.param('loop') ?? ''), 0).published(caller))

async function documentOf(c: Context<AppEnv>, loop: PublishedLoop): Promise<Response> {
  // Loaded when it is asked for: the library is large and most isolates never need it.
  const { loopDocument } = await import('../openapi/loop/loopDocument.ts')
  return c.json(loopDocument(loop, originOf(c), hookPath(c.env.workspace, loop.stable.program.name)))
}

const originOf = (c: Context<AppEnv>) => c.env.PAVANE_ORIGIN || new URL(c.req.url).origin
