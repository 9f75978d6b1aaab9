import { DurableObject } from 'cloudflare:workers'
import type { SandboxCall, SandboxRule } from '../../shared/api/sandbox.ts'
import { assertNever } from '../../shared/assertNever.ts'
import type { Json } from '../../shared/json.ts'
import { type Bindings, type Env, isLocal } from '../env.ts'
import { parseJson } from '../http/parseJson.ts'
import { readBody } from '../http/readBody.ts'
import { envOf } from './inWorkspace.ts'
import { apps } from './sandbox/apps.ts'
import { sandboxMigrations } from './sandbox/migrations.ts'
import { SandboxTables } from './sandbox/SandboxTables.ts'
import type { SandboxApi } from './sandbox/sandboxApi.ts'
import { takeRule } from './sandbox/takeRule.ts'
import { migrate } from './storage/migrate.ts'
import { Sql } from './storage/Sql.ts'

type Received = Pick<SandboxCall, 'at' | 'app' | 'method' | 'path' | 'key' | 'body'> & {
  query: Record<string, string>
  headers: Record<string, string>
}
type Given = { status: number; body: Json; headers?: Record<string, string> }

/** Longer than any action waits. */
const stallMs = 20 * 60 * 1000

/** The local server's own target: apps with state, which record what they get and misbehave when they are told to. */
export class Sandbox extends DurableObject<Env> implements SandboxApi {
  readonly #sql: Sql
  readonly #tables: SandboxTables

  constructor(ctx: DurableObjectState, bindings: Bindings) {
    const env = envOf(ctx, bindings)
    super(ctx, env)
    if (!isLocal(env)) throw new Error('The sandbox exists on a local server only')
    this.#sql = new Sql(ctx.storage)
    migrate(this.#sql, sandboxMigrations)
    this.#tables = new SandboxTables(this.#sql)
  }

  async calls(before: number | null, limit: number) {
    return this.#tables.calls(before, limit)
  }

  async clear() {
    this.#tables.clear()
  }

  async rules() {
    return this.#tables.rules()
  }

  async putRules(rules: SandboxRule[]) {
    this.#tables.setRules(rules)
  }

  override async fetch(request: Request): Promise<Response> {
    const received = await receive(request)
    const rule = this.#sql.atomically(() => takeRule(this.#tables, received))
    return respond(rule ? await this.#behave(received, rule.behave) : this.#carryOut(received, null))
  }

  async #behave(received: Received, behave: SandboxRule['behave']): Promise<Given> {
    switch (behave.type) {
      case 'fail': {
        this.#record(received, behave.status, 'failed')
        const { status, retryAfterSeconds } = behave
        const headers =
          retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }
        return { status, body: { message: 'The sandbox was told to fail' }, headers }
      }
      case 'respond':
        this.#record(received, behave.status, behave.status < 400 ? 'read' : 'failed')
        return { status: behave.status, body: behave.body }
      case 'stall':
        this.#record(received, 504, 'stalled')
        await scheduler.wait(stallMs)
        return { status: 504, body: { message: 'The sandbox was told to stall' } }
      case 'delay': {
        const given = this.#carryOut(received, 'delayed')
        await scheduler.wait(behave.ms)
        return given
      }
      default:
        return assertNever(behave)
    }
  }

  /** Does what the call asks, once for each key. The change, the answer kept for the key and the record are one. */
  #carryOut(received: Received, did: SandboxCall['did'] | null): Given {
    const { app, key } = received
    const handle = apps.get(app)
    return this.#sql.atomically((): Given => {
      const before = key === null ? null : this.#tables.answer(app, key)
      if (before) {
        this.#record(received, before.status, 'replayed')
        return { ...before, headers: { 'idempotency-replayed': 'true' } }
      }
      if (!handle) {
        this.#record(received, 404, 'rejected')
        return { status: 404, body: { message: `The sandbox has no app “${app}”` } }
      }
      const { status, body, effect } = handle({ ...received, memory: this.#tables.memoryOf(app) })
      this.#record(received, status, did ?? (effect ? 'effect' : status < 400 ? 'read' : 'rejected'), effect)
      if (key !== null && effect) this.#tables.setAnswer(app, key, status, body)
      return { status, body }
    })
  }

  #record(
    { at, app, method, path, key, body }: Received,
    status: number,
    did: SandboxCall['did'],
    effect = false,
  ) {
    this.#tables.record({ at, app, method, path, key, body, status, did, effect })
  }
}

async function receive(request: Request): Promise<Received> {
  const url = new URL(request.url)
  const [, app = '', path = ''] = /^\/sandbox\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? []
  const key = request.headers.get('idempotency-key')?.replace(/^"(.*)"$/, '$1') ?? null
  const bytes = await readBody(request)
  const parsed = parseJson(bytes)
  const body = bytes.length === 0 ? null : parsed.ok ? parsed.value : new TextDecoder().decode(bytes)
  const query = Object.fromEntries(url.searchParams)
  const headers = Object.fromEntries(request.headers)
  return { at: Date.now(), app, method: request.method, path: path || '/', key, body, query, headers }
}

function respond({ status, body, headers = {} }: Given): Response {
  if (status === 204 || status === 304 || status < 200)
    return new Response(null, { status: status < 200 ? 200 : status, headers })
  return Response.json(body, { status, headers })
}
