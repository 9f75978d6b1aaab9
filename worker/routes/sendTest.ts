import { type Context, Hono } from 'hono'
import type { SentTest } from '../../shared/api/deliveries.ts'
import { hookPath } from '../../shared/api/hookPath.ts'
import { RunId } from '../../shared/engine/event.ts'
import type { Doer } from '../../shared/engine/person.ts'
import type { TriggerAuth } from '../../shared/graph/nodes/trigger.ts'
import type { Json } from '../../shared/json.ts'
import { readSigningSecrets } from '../effects/openSecrets.ts'
import type { AppEnv } from '../env.ts'
import { onError } from '../http/onError.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { tracing } from '../http/tracing.ts'
import { shardOf, workspaceOf } from '../objects/ports.ts'
import { testHeader } from '../objects/shard/deliveryOf.ts'
import { doerOf } from '../security/principal.ts'
import { signCall } from '../security/signCall.ts'
import { hooks } from './hooks.ts'

/** The hooks as callers meet them, already in the workspace. Runs know who tries them: nobody approves what they started themselves. */
const edge = (testedBy: Doer) =>
  new Hono<AppEnv>()
    .use(tracing)
    .use((c, next) => {
      c.set('testedBy', testedBy)
      return next()
    })
    .route('/', hooks)
    .onError(onError)

/** Calls the hook of a loop as an outside caller would who holds the secret, and tells what was sent and answered. */
export async function sendTest(
  c: Context<AppEnv>,
  loop: string,
  input: Json,
  version: string | null,
): Promise<SentTest> {
  const { stable } = valueOf(await shardOf(c.env, loop, 0).published(null))
  const body = JSON.stringify(input)
  const proof = await proofOf(c, loop, stable.program.trigger.auth, body)
  const plain = {
    'content-type': 'application/json',
    'user-agent': 'Pavane',
    prefer: 'wait=10',
    [testHeader]: 'true',
    ...(version === null ? {} : { 'pavane-version': version }),
  }
  const url = new URL(hookPath(c.env.workspace, loop), c.req.url)
  const request = new Request(url, { method: 'POST', headers: { ...plain, ...proof }, body })
  const response = await edge(doerOf(c.var.principal)).fetch(request, c.env, c.executionCtx)
  const text = await response.text()
  const run = RunId.safeParse(response.headers.get('location')?.split('/').at(-1))
  return {
    request: { headers: { ...plain, ...shown(proof) }, body },
    response: {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: JSON.parse(text) as Json,
    },
    run: run.success ? run.data : null,
  }
}

async function proofOf(
  c: Context<AppEnv>,
  loop: string,
  auth: TriggerAuth,
  body: string,
): Promise<Record<string, string>> {
  if (auth.scheme === 'none') return {}
  const now = Date.now()
  const settings = await workspaceOf(c.env).settings(loop)
  const [secret] = await readSigningSecrets(c.env, settings, auth.secret, now)
  const proof =
    secret === undefined ? null : signCall(auth, secret, { id: `msg_${crypto.randomUUID()}`, body, now })
  if (proof) return proof
  throw new ProblemException(
    'configuration-missing',
    `The secret “${auth.secret}” is not set, or is none that ${auth.scheme} can sign with.`,
  )
}

/** A bearer token is the secret itself; a signature tells nothing of it. */
const shown = (proof: Record<string, string>) =>
  Object.hasOwn(proof, 'authorization') ? { ...proof, authorization: 'Bearer ••••' } : proof
