import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { SessionList } from '../../../shared/api/identity.ts'
import { RunDetail } from '../../../shared/api/runs.ts'
import { SandboxCallList } from '../../../shared/api/sandbox.ts'
import { bearer, type Home, makeHome } from '../access/home.ts'
import { adminToken, call, env, jsonOf, origin } from '../support/edge.ts'
import { aGraph } from '../support/graphs.ts'
import { expectProblem } from '../support/problems.ts'

let home: Home
let rival: Home

beforeAll(async () => {
  const id = crypto.randomUUID().slice(0, 8)
  home = await makeHome(`mine-${id}`)
  rival = await makeHome(`theirs-${id}`)
})

const asRival = (path: string, init: Parameters<typeof call>[1] = {}) =>
  call(path, { ...init, headers: { ...bearer(rival.tokenOf('admin')), ...init.headers } })

const freshAddress = () => ({ 'cf-connecting-ip': `2001:db8::${crypto.randomUUID().slice(0, 4)}` })

/** How many objects of a kind there are: one that is reached for the first time is made. */
const objects = async () => {
  const kinds = [env.WORKSPACE, env.LOOP, env.RUN_SHARD, env.LEASE, env.SANDBOX, env.ALERTS]
  const ids = await Promise.all(kinds.map((namespace) => listDurableObjectIds(namespace)))
  return ids.map(({ length }) => length)
}

/** How many objects of each kind came into being meanwhile. What other tests left running may add some, so it is asked until there are none. */
async function madeBy(act: () => Promise<void>): Promise<number[]> {
  const before = await objects()
  await act()
  return (await objects()).map((count, kind) => count - (before[kind] ?? 0))
}
const none = [0, 0, 0, 0, 0, 0]

const invoke = async (at: Home, loop: string, headers = {}) =>
  RunDetail.parse(
    await jsonOf(await call(`/hooks/${at.name}/${loop}`, { method: 'POST', json: {}, headers }), 202),
  )

/** A run of that workspace, once it has ended. */
async function endedIn(at: Home, run: string): Promise<RunDetail> {
  for (;;) {
    const detail = RunDetail.parse(await jsonOf(await at.ask(`/api/runs/${run}`)))
    if (detail.status === 'ended') return detail
    await scheduler.wait(5)
  }
}

describe('somebody of another workspace', () => {
  it('reaches no run by guessing or bending its id, and no object', async () => {
    const run = await home.openRun()
    const [workspace = '', loop = '', shard = '', uuid = ''] = run.split('.')
    expect(workspace).toBe(home.name)
    const guesses = [
      run,
      `${loop}.${shard}.${uuid}`,
      `default.${loop}.${shard}.${uuid}`,
      `@${workspace}:${run}`,
      `${rival.name}.${run}`,
      `.${run}`,
      run.toUpperCase(),
      `${run}%00`,
      `${run}%2f..`,
      encodeURIComponent(`${rival.name}.x/../${run}`),
    ]
    const guessing = async () => {
      for (const guess of guesses) {
        const got = []
        for (const rest of ['', '/events', '/callbacks'])
          got.push((await asRival(`/api/runs/${guess}${rest}`)).status)
        expect({ guess, got }).toEqual({ guess, got: [404, 404, 404] })
      }
    }
    await expect.poll(() => madeBy(guessing)).toEqual(none)
    // The same loop and shard in their own workspace are another run's: asked for, they are not found.
    const bent = `${rival.name}.${loop}.${shard}.${uuid}`
    await expectProblem(await asRival(`/api/runs/${bent}`), 'run-not-found')
  })

  it('learns nothing of runs and approvals by cursors and filters', async () => {
    const run = await home.openRun()
    const { approval } = await home.openApproval()
    const uuid = run.split('.').at(-1) ?? ''
    const { loop } = home
    for (const path of [
      `/api/runs?cursor=${uuid}`,
      `/api/runs?text=${uuid}`,
      `/api/approvals?cursor=9999999999999~${approval}`,
      `/api/approvals?status=open`,
      `/api/changes?limit=200`,
    ]) {
      const response = await asRival(path)
      expect({ path, status: response.status }).toEqual({ path, status: 200 })
      expect(await response.text()).not.toContain(home.name)
    }
    await expectProblem(await asRival(`/api/runs?loop=${loop}`), 'loop-not-found')
    await expectProblem(await asRival(`/api/approvals?loop=${loop}`), 'loop-not-found')
  })

  it('can’t tell a workspace that there is from one that there is not', async () => {
    const answers = async (name: string) => {
      const header = await asRival('/api/session', { headers: { 'pavane-workspace': name } })
      const enter = await asRival('/api/session', { method: 'PUT', json: { workspace: name } })
      const hook = await call(`/hooks/${name}/nothing`, { method: 'POST', json: {} })
      const token = await call('/api/loops', {
        headers: { ...bearer(`pvt_${name}.guess`), ...freshAddress() },
      })
      const texts = [header, enter, hook, token].map(async (each) => `${each.status} ${await each.text()}`)
      return (await Promise.all(texts)).map((text) => text.replaceAll(name, 'NAME'))
    }
    expect(await answers('nowhere')).toEqual(await answers(home.name))
  })

  it('makes no workspace by naming one', async () => {
    const naming = async () => {
      const name = `guess-${crypto.randomUUID()}`
      await call(`/hooks/${name}/orders`, { method: 'POST', json: {} })
      await call('/api/loops', { headers: { ...bearer(`pvt_${name}.guess`), ...freshAddress() } })
      await call('/api/loops', { headers: { cookie: `pavane_session=pvs_${name}.guess` } })
      await call('/api/loops', { headers: { ...bearer(adminToken), 'pavane-workspace': name } })
    }
    await expect.poll(() => madeBy(naming)).toEqual(none)
  })

  it('gets in with no token that names this workspace in place of its own', async () => {
    const token = rival.tokenOf('admin')
    const secret = token.split('.')[1] ?? ''
    const guesses = [
      `pvt_${home.name}.${secret}`,
      `pvt_${secret}`,
      `pvt_default.${secret}`,
      `pvs_${home.name}.${secret}`,
    ]
    for (const guess of [...guesses, token.toUpperCase(), `${token}x`, token.slice(0, -1)]) {
      const headers = { ...bearer(guess), ...freshAddress() }
      await expectProblem(await call('/api/loops', { headers }), 'unauthenticated')
      const cookie = `pavane_session=${guess}`
      await expectProblem(await call('/api/loops', { headers: { cookie } }), 'unauthenticated')
    }
  })
})

describe('two workspaces', () => {
  const loopIn = async (at: Home, name: string, act: Parameters<typeof aGraph>[0] = {}) =>
    at.aLoop(aGraph({ name, ...act }))

  it('have loops of one name, and keys and leases of their own', async () => {
    const name = `same-${crypto.randomUUID()}`
    const waits = { uses: 'wait', for: { type: 'event', event: 'paid', timeoutSeconds: 600 } } as const
    const act = {
      call: waits,
      idempotency: 'native',
      leases: [name],
    } as const
    for (const at of [home, rival]) await loopIn(at, name, { act: { ...act, leases: [...act.leases] } })
    const key = { 'idempotency-key': 'one' }
    const runs = [await invoke(home, name, key), await invoke(rival, name, key)]
    expect(new Set(runs.map(({ run }) => run)).size).toBe(2)
    expect((await invoke(home, name, key)).run).toBe(runs[0]?.run)
    // Both hold the lease of one name at a time, and so both come to wait for the event.
    for (const [index, at] of [home, rival].entries()) {
      const run = runs[index]?.run ?? ''
      const paid = { method: 'POST', json: { id: 'p', name: 'paid' } }
      await jsonOf(await at.ask(`/api/runs/${run}/signals`, paid), 202)
      expect(await endedIn(at, run)).toMatchObject({ outcome: 'succeeded', loop: name })
    }
  })

  it('call loops of their own as child runs', async () => {
    const child = `child-${crypto.randomUUID()}`
    const parent = await loopIn(home, `parent-${crypto.randomUUID()}`, {
      act: { call: { uses: 'loop', loop: child, input: '{{ input }}' } },
    })
    await loopIn(rival, child, { act: { call: { uses: 'transform', value: 1 } } })
    const lost = await invoke(home, parent)
    expect(await endedIn(home, lost.run)).toMatchObject({ outcome: 'bailed', children: [] })
    await loopIn(home, child, { act: { call: { uses: 'transform', value: 1 } } })
    const found = await endedIn(home, (await invoke(home, parent)).run)
    expect(found.outcome).toBe('succeeded')
    expect(found.children[0]?.run).toMatch(new RegExp(`^${home.name}\\.${child}\\.`))
  })

  it('have sandboxes of their own', async () => {
    const { run } = await invoke(home, home.loop)
    await endedIn(home, run)
    const callsOf = async (at: Home) =>
      SandboxCallList.parse(await jsonOf(await at.ask('/api/sandbox/calls?limit=200'))).calls.filter(
        ({ key }) => key?.startsWith(`${run}/`),
      ).length
    expect([await callsOf(home), await callsOf(rival)]).toEqual([1, 0])
  })
})

describe('the administrator of the server', () => {
  it('goes from one workspace to another with the session that they have, which then ends', async () => {
    const signedIn = await call('/api/session', { method: 'POST', json: { token: adminToken } })
    const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const cookie = cookieOf(signedIn)
    expect(await jsonOf(signedIn, 201)).toMatchObject({ workspace: 'default' })
    const names = await jsonOf(await call('/api/workspaces', { headers: { cookie } }))
    expect(names).toMatchObject({
      workspaces: expect.arrayContaining([expect.objectContaining({ name: home.name })]),
    })
    const enter = { method: 'PUT', json: { workspace: home.name } }
    const entered = await call('/api/session', { ...enter, headers: { cookie, origin } })
    const there = cookieOf(entered)
    expect(await jsonOf(entered)).toMatchObject({ name: 'admin', role: 'admin', workspace: home.name })
    expect(await (await call('/api/loops', { headers: { cookie: there } })).text()).toContain(home.loop)
    await expectProblem(await call('/api/loops', { headers: { cookie } }), 'unauthenticated')
  })

  it('makes no session longer by going from one workspace to another', async () => {
    const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const sessionsOf = async (cookie: string) =>
      SessionList.parse(await jsonOf(await call('/api/sessions', { headers: { cookie } }))).sessions
    const cookie = cookieOf(await call('/api/session', { method: 'POST', json: { token: adminToken } }))
    const current = (await sessionsOf(cookie)).find((each) => each.current)
    const inAnHour = Date.now() + 3_600_000
    await runInDurableObject(env.WORKSPACE.get(env.WORKSPACE.idFromName('default')), (_, { storage }) => {
      storage.sql.exec('UPDATE sessions SET expires_at = ? WHERE id = ?', inAnHour, current?.id)
    })
    const enter = { method: 'PUT', json: { workspace: home.name }, headers: { cookie, origin } }
    const entered = await call('/api/session', enter)
    expect(Number(/Max-Age=(\d+)/.exec(entered.headers.get('set-cookie') ?? '')?.[1])).toBeLessThan(3_600)
    const there = (await sessionsOf(cookieOf(entered))).find((each) => each.current)
    expect(there?.expiresAt).toBe(inAnHour)
  })

  it('makes no workspace of a name that is taken', async () => {
    for (const name of [home.name, 'default']) {
      const response = await call('/api/workspaces', {
        method: 'POST',
        json: { name },
        headers: bearer(adminToken),
      })
      await expectProblem(response, 'name-taken')
    }
  })
})
