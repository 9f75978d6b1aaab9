import { render, renderText } from '../../shared/expr/template.ts'
import type { HttpCall } from '../../shared/graph/nodes/action.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import type { Respond } from '../../shared/sim/respond.ts'

export type FakeCall = { host: string; method: string; path: string; body: Json; key: string }
export type FakeAnswer = { status: number; body: Json }
/** Answers a call; undefined says that there is no such address. */
export type FakeHost = (call: FakeCall) => FakeAnswer | undefined

/**
 * A simulated world of HTTP hosts for the simulation, in which every child run succeeds and every event is taken. Calls are rendered as the Worker renders them, and a repeated
 * idempotency key gets its first answer without a second effect. `calls` holds what had an effect.
 */
export function fakeHosts(hosts: Readonly<Record<string, FakeHost>>): {
  respond: Respond
  calls: FakeCall[]
} {
  const calls: FakeCall[] = []
  const answered = new Map<string, FakeAnswer>()
  const respond: Respond = (effect, { program }) => {
    const call = program.actions[effect.action]?.call
    if (call?.uses === 'loop') {
      const run = `${call.loop}.0.0192f3a4-0000-7a11-8b22-000000000001`
      return { result: { ok: true, output: { run, outcome: 'succeeded', body: null } }, afterMs: 50 }
    }
    if (call?.uses === 'emit')
      return { result: { ok: true, output: { id: effect.id, status: 202 } }, afterMs: 50 }
    if (call?.uses !== 'http') throw new Error(`“${effect.action}” is no HTTP action`)
    const made = renderCall(call, { ...effect.scope, args: effect.args }, effect.id)
    const answer = answered.get(made.key) ?? hosts[made.host]?.(made) ?? { status: 404, body: null }
    if (!answered.has(made.key) && made.method !== 'GET') calls.push(made)
    answered.set(made.key, answer)
    const isSuccess = (answer.status >= 200 && answer.status < 300) || call.accepts?.includes(answer.status)
    if (isSuccess) return { result: { ok: true, output: answer }, afterMs: 50 }
    const retryable = answer.status >= 500
    const message = `${made.method} ${made.path} answered ${answer.status}`
    return {
      result: {
        ok: false,
        error: { class: 'http', message, status: answer.status, retryable, mayHaveHappened: false },
      },
      afterMs: 50,
    }
  }
  return { respond, calls }
}

function renderCall(call: HttpCall, scope: Readonly<Record<string, Json>>, key: string): FakeCall {
  const path = renderText(call.path, scope)
  const body = render(call.body ?? null, scope)
  if (!path.ok) throw new Error(path.error)
  if (!body.ok) throw new Error(body.error)
  return { host: call.host, method: call.method, path: path.value, body: body.value, key }
}

/** GitHub’s shape, as far as the triage calls it. */
export function fakeTracker(labels: string[] = []): FakeHost {
  let next = 100
  return ({ method, path, body }) => {
    const members = (
      typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}
    ) as JsonObject
    const label = /\/labels\/(.+)$/.exec(path)?.[1]
    if (method === 'POST' && path.endsWith('/labels')) {
      for (const name of members.labels as string[]) if (!labels.includes(name)) labels.push(name)
      return { status: 200, body: labels.map((name) => ({ name })) }
    }
    if (method === 'DELETE' && label !== undefined) {
      if (!labels.includes(label)) return { status: 404, body: null }
      labels.splice(labels.indexOf(label), 1)
      return { status: 200, body: labels.map((name) => ({ name })) }
    }
    if (method === 'POST' && path.endsWith('/comments'))
      return { status: 201, body: { id: (next += 1), ...members } }
    if (method === 'DELETE' && /\/issues\/comments\/\d+$/.test(path)) return { status: 204, body: null }
    if (path.endsWith('/assignees'))
      return {
        status: method === 'POST' ? 201 : 200,
        body: { assignees: (members.assignees as string[]).map((login) => ({ login })) },
      }
    if (method === 'POST' && path.endsWith('/security-advisories/reports'))
      return { status: 201, body: { ghsa_id: 'GHSA-0001', state: 'triage' } }
    if (method === 'PATCH' && path.endsWith('/security-advisories/GHSA-0001'))
      return { status: 200, body: { ghsa_id: 'GHSA-0001', ...members } }
    return undefined
  }
}

/** Charges whose amount ends their id, as in the sandbox. */
export const fakePayments: FakeHost = ({ method, path, body }) => {
  const charge = /^\/charges\/(.+)$/.exec(path)?.[1]
  if (method === 'GET' && charge !== undefined) {
    const amount = Number(/_(\d+)$/.exec(charge)?.[1] ?? 10_000)
    return { status: 200, body: { id: charge, amount, currency: 'usd', refunded: 0 } }
  }
  if (method === 'POST' && path === '/refunds')
    return { status: 201, body: { id: 're_1', status: 'succeeded', ...(body as JsonObject) } }
  if (method === 'POST' && path === '/refunds/re_1/cancel')
    return { status: 200, body: { id: 're_1', status: 'cancelled' } }
  return undefined
}

/** Answers anything with what it got. */
export const fakeEcho: FakeHost = ({ method, path, body }) => ({ status: 200, body: { method, path, body } })

/** A service that is healthy from a generation on. */
export function fakeOps(healthyFrom: number): FakeHost {
  let generation = 1
  return ({ path }) => {
    const service = path.split('/')[2] ?? ''
    if (path.endsWith('/restart')) return { status: 202, body: { service, generation: (generation += 1) } }
    if (path.endsWith('/health'))
      return { status: 200, body: { service, healthy: generation >= healthyFrom } }
    if (path.endsWith('/rollback')) return { status: 200, body: { service, generation: (generation -= 1) } }
    return undefined
  }
}
