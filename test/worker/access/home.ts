import { inject } from 'vitest'
import { ApprovalDetail, ApprovalPage } from '../../../shared/api/approvals.ts'
import { BaselineRecord } from '../../../shared/api/baselines.ts'
import { CallbackList } from '../../../shared/api/callbacks.ts'
import { CreatedToken, SessionList } from '../../../shared/api/identity.ts'
import { ProposalSummary } from '../../../shared/api/proposals.ts'
import { Role } from '../../../shared/api/rights.ts'
import { RunDetail } from '../../../shared/api/runs.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { adminToken, call, jsonOf } from '../support/edge.ts'
import { aGraph } from '../support/graphs.ts'

export type Headers = Record<string, string>
export type Init = NonNullable<Parameters<typeof call>[1]>

export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` })

/** It watches no loop that there is, and tells nobody. */
export const anAlertRule = {
  title: 'Of a test',
  loop: 'not-there',
  measure: 'queue-depth',
  threshold: 1,
  windowHours: 1,
  to: { host: 'not_there', path: '/', secret: 'not_there' },
}

/** A workspace with something of each kind in it, for requests that name what is there. */
export type Home = Awaited<ReturnType<typeof makeHome>>

const short = () => crypto.randomUUID().slice(0, 8)

/** Makes a workspace of that name, with a token for each role and a published loop. What it makes has `name` in its own name. */
export async function makeHome(name: string) {
  await jsonOf(
    await call('/api/workspaces', { method: 'POST', json: { name }, headers: bearer(adminToken) }),
    201,
  )
  const headers = { ...bearer(adminToken), 'pavane-workspace': name }
  const ask = (path: string, init: Init = {}) =>
    call(path, { ...init, headers: { ...headers, ...init.headers } })
  const post = (path: string, json: unknown, status = 201) =>
    ask(path, { method: 'POST', json }).then((response) => jsonOf(response, status))
  const put = (path: string, json: unknown) =>
    ask(path, { method: 'PUT', json }).then((response) => jsonOf(response))
  const aToken = async (role: Role, more: object = {}) =>
    CreatedToken.parse(await post('/api/tokens', { name: `${name} ${role}`, role, expiresAt: null, ...more }))

  const aName = () => `${name}-${short()}`
  const aDraft = async (graph: Graph = aGraph({ name: aName() })): Promise<string> => {
    await post('/api/loops', { name: graph.name, graph })
    return graph.name
  }
  const aLoop = async (graph?: Graph): Promise<string> => {
    const loop = await aDraft(graph)
    await post(`/api/loops/${loop}/versions`, { revision: 1, note: 'First' })
    return loop
  }
  const aRun = async (loop: string) =>
    RunDetail.parse(await post(`/hooks/${name}/${loop}`, { amount: 100 }, 202)).run
  const changes = async () => (await ask('/api/changes?limit=1')).text()

  const tokens = new Map<Role, string>()
  for (const role of Role.options) tokens.set(role, (await aToken(role)).token)
  const tokenOf = (role: Role) => tokens.get(role) ?? ''

  const waits = { uses: 'wait', for: { type: 'event', event: 'paid', timeoutSeconds: 600 } } as const
  const loop = await aLoop()
  const waiting = await aLoop(aGraph({ name: aName(), act: { call: waits, idempotency: 'native' } }))
  const approved = await aLoop({
    ...aGraph({ name: aName() }),
    policies: [
      {
        id: 'ask',
        title: 'Ask',
        at: 'plan',
        when: 'true',
        effect: 'require-approval',
        message: 'Look at it.',
        approvers: ['approver', 'operator', 'builder', 'admin'],
      },
    ],
  })

  /** A loop whose callback is taken by nobody: its receiver says that it is gone. */
  const untold = async () => {
    const id = `u${short()}`
    const origin = inject('targetOrigin')
    await put(`/api/hosts/${id}`, { baseUrl: `${origin}/t/${id}` })
    await put(`/api/secrets/${id}`, { value: `whsec_${btoa('a key of thirty-two bytes, or so')}` })
    const last = { type: 'answer', status: 410, body: {} }
    await fetch(`${origin}/control/${id}`, {
      method: 'PUT',
      body: JSON.stringify({ answers: [], last }),
    })
    const callbacks = { secret: id, to: [{ host: id, path: '/ended' }] }
    return aLoop(aGraph({ name: aName(), trigger: { callbacks } }))
  }
  const deaf = await untold()

  return {
    name,
    loop,
    ask,
    changes,
    aDraft,
    aLoop,
    aToken,
    tokenOf,
    /** A run that waits for an event. */
    openRun: () => aRun(waiting),
    endedRun: () => aRun(loop),
    async pausedRun() {
      const run = await aRun(waiting)
      await post(`/api/runs/${run}/pause`, { reason: 'A test' }, 202)
      return run
    },
    async openApproval() {
      const run = await aRun(approved)
      for (;;) {
        const page = ApprovalPage.parse(await jsonOf(await ask(`/api/approvals?loop=${approved}`)))
        const found = page.approvals.find((each) => each.run === run)
        if (found) return ApprovalDetail.parse(await jsonOf(await ask(`/api/approvals/${found.approval}`)))
        await scheduler.wait(5)
      }
    },
    /** Proposed by a builder, who may not decide. */
    async proposedBaseline() {
      const watched = await aLoop()
      const from = { type: 'values', fields: { amount: { as: 'number', values: [1, 2, 3] } } }
      const response = await call(`/api/loops/${watched}/baselines`, {
        method: 'POST',
        json: { name: 'orders', from },
        headers: bearer(tokenOf('builder')),
      })
      return { loop: watched, ...BaselineRecord.parse(await jsonOf(response, 201)) }
    },
    /** Proposed by a builder, who may not approve. */
    async aProposal() {
      const response = await call(`/api/loops/${await aDraft()}/proposals/version`, {
        method: 'POST',
        json: { revision: 1, note: '' },
        headers: bearer(tokenOf('builder')),
      })
      return ProposalSummary.parse(await jsonOf(response, 201))
    },
    /** A callback that nobody took. */
    async deadCallback() {
      const run = await aRun(deaf)
      for (;;) {
        const list = CallbackList.parse(await jsonOf(await ask(`/api/runs/${run}/callbacks`)))
        const dead = list.callbacks.find(({ status }) => status === 'dead')
        if (dead) return dead
        await scheduler.wait(5)
      }
    },
    async aHost() {
      const host = `h${short()}`
      await put(`/api/hosts/${host}`, { baseUrl: 'https://api.example.com' })
      return host
    },
    async anAlert() {
      const alert = `a${short()}`
      await put(`/api/alerts/${alert}`, anAlertRule)
      return alert
    },
    async aSecret() {
      const secret = `s${short()}`
      await put(`/api/secrets/${secret}`, { value: 'a secret' })
      return secret
    },
    async aMember() {
      const member = `${short()}@example.com`
      await put(`/api/members/${member}`, { role: 'viewer' })
      return member
    },
    /** A session that a token begins: its cookie and its id. */
    async aSession(token: string) {
      const begun = await call('/api/session', { method: 'POST', json: { token } })
      await jsonOf(begun, 201)
      const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      const { sessions } = SessionList.parse(
        await jsonOf(await call('/api/sessions', { headers: { cookie } })),
      )
      return { cookie, id: sessions.find(({ current }) => current)?.id ?? '' }
    },
  }
}
