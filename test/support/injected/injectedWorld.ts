import { expect, vi } from 'vitest'
import { CallbackPage } from '../../../shared/api/callbacks.ts'
import { WorkspacePolicies } from '../../../shared/api/policies.ts'
import { RunDetail } from '../../../shared/api/runs.ts'
import { plannerContract } from '../../../shared/plan/contract.ts'
import { Api } from '../api.ts'
import { followRun, logToEnd } from '../followRun.ts'
import { answerJson, HttpTarget } from '../httpTarget.ts'
import { adminToken, LocalServer } from '../localServer.ts'
import { longScriptText, shortScriptText } from '../scriptTexts.ts'
import { faulty, injected, targetHost } from './injectedLoops.ts'

/** A server whose people, callers and targets write nothing but texts that would be scripts. */
export type InjectedWorld = {
  server: LocalServer
  target: HttpTarget
  /** A run that waits for its approval. */
  run: string
  /** One that was cancelled, and whose callback nobody took. */
  cancelled: string
}

const reason = shortScriptText
const note = longScriptText.slice(0, 500)

/** Starts both servers and fills the one, until all of it can be seen. */
export async function makeInjectedWorld(): Promise<InjectedWorld> {
  const target = await HttpTarget.listen(({ path }, response) => {
    if (path === '/plan') answerJson(response, 200, noPlan)
    // Gone: a callback is given up at once.
    else answerJson(response, statuses[path] ?? 200, said)
  })
  const server = await LocalServer.start()
  try {
    const api = new Api(server)
    await addWorkspace(api, target)
    await addLoops(api)
    const [run, cancelled] = await Promise.all([waiting(api), cancelledRun(api)])
    await addAbout(api)
    await deadCallback(api)
    return { server, target, run, cancelled }
  } catch (error) {
    await target.close()
    await server.discard()
    throw error
  }
}

const statuses: Readonly<Record<string, number>> = { '/refuses': 422, '/ended': 410 }
const said = {
  title: shortScriptText,
  detail: longScriptText,
  message: longScriptText,
  [shortScriptText]: longScriptText,
}
const noPlan = {
  contract: plannerContract,
  planner: { name: shortScriptText, version: shortScriptText },
  noPlan: longScriptText.slice(0, 2000),
}

async function set(
  api: Api,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await api.send(method, path, body, headers)
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return response
}

async function addWorkspace(api: Api, target: HttpTarget): Promise<void> {
  await set(api, 'PUT', `/api/hosts/${targetHost}`, { baseUrl: target.origin, reason })
  await set(api, 'PUT', '/api/secrets/signing', {
    value: `whsec_${btoa('a key of thirty-two bytes, or so')}`,
    reason,
  })
  await set(api, 'PUT', `/api/members/${encodeURIComponent(`group:${shortScriptText}`)}`, {
    role: 'viewer',
    reason,
  })
  await set(api, 'POST', '/api/tokens', { name: shortScriptText, role: 'viewer', expiresAt: null, reason })
  await set(api, 'POST', '/api/session', { token: adminToken }, { 'user-agent': shortScriptText })
  const { version } = await api.get('/api/policies', WorkspacePolicies)
  const policies = [
    { id: 'all', title: shortScriptText, at: 'step', when: 'true', effect: 'flag', message: note },
  ]
  await set(api, 'PUT', '/api/policies', { policies, note }, { 'if-match': `"${version}"` })
  await api.setSandboxRules([{ id: 'rule', path: shortScriptText, times: null, behave: { type: 'stall' } }])
  await set(api, 'POST', '/sandbox/echo/things', said, { 'idempotency-key': shortScriptText })
}

async function addLoops(api: Api): Promise<void> {
  await set(api, 'POST', '/api/loops', { name: faulty.name, graph: faulty })
  await set(api, 'POST', '/api/loops', { name: injected.name, graph: injected })
  await set(api, 'POST', `/api/loops/${injected.name}/versions`, {
    revision: 1,
    note,
    override: { tests: shortScriptText },
  })
}

const input = { fine: false, words: longScriptText, [shortScriptText]: longScriptText }

async function call(api: Api, key: string): Promise<string> {
  const called = await set(api, 'POST', `/hooks/${injected.name}`, input, {
    prefer: 'respond-async',
    'user-agent': shortScriptText,
    'x-words': shortScriptText,
    'idempotency-key': key,
  })
  return RunDetail.parse(await called.json()).run
}

async function waiting(api: Api): Promise<string> {
  const run = await call(api, shortScriptText)
  await set(api, 'POST', `/api/runs/${run}/signals`, { name: 'told', data: { words: longScriptText } })
  let last = ''
  for await (const event of followRun(api, run)) {
    if (event.type === 'approval.requested') return run
    last = JSON.stringify(event)
  }
  throw new Error(`The run asked nobody: ${last}`)
}

async function cancelledRun(api: Api): Promise<string> {
  const run = await call(api, `${shortScriptText} too`)
  await set(api, 'POST', `/api/runs/${run}/cancel`, { reason, compensate: false })
  await logToEnd(api, run)
  return run
}

/** What is said about the loop and its runs. */
async function addAbout(api: Api): Promise<void> {
  const of = `/api/loops/${injected.name}`
  // Refused, for the page of deliveries.
  await api.send(
    'POST',
    `/hooks/${injected.name}`,
    {},
    { 'content-type': 'text/html', 'user-agent': shortScriptText },
  )
  await set(api, 'POST', `${of}/baselines`, {
    name: 'usual',
    note,
    from: {
      type: 'values',
      fields: { words: { as: 'category', values: [shortScriptText, longScriptText] } },
    },
  })
  await set(api, 'POST', '/api/privacy/erasures', { subject: shortScriptText, reason })
  const control = { publish: true, rollout: true }
  await set(api, 'PUT', '/api/change-control', {
    publish: false,
    rollout: false,
    expiresAfterHours: 1,
    loops: [{ loop: injected.name, ...control }],
    reason,
  })
  await set(
    api,
    'PUT',
    `${of}/draft`,
    { graph: { ...injected, title: `${shortScriptText} too` } },
    { 'if-match': '"1"' },
  )
  await set(api, 'POST', `${of}/proposals/version`, {
    revision: 2,
    note,
    override: { tests: shortScriptText },
  })
}

/** Waits until the callback of the cancelled run was given up. */
async function deadCallback(api: Api): Promise<void> {
  const look = async () => expect((await api.get('/api/callbacks', CallbackPage)).dead).toBeGreaterThan(0)
  await vi.waitFor(look, { timeout: 60_000, interval: 50 })
}
