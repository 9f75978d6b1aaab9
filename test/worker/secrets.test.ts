import { runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EventPage, RunDetail } from '../../shared/api/runs.ts'
import { SecretList } from '../../shared/api/workspace.ts'
import type { WorkspaceName } from '../../shared/graph/ids.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { openSecret, type SealedSecret, sealSecret } from '../../worker/security/vault.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { misbehave } from './support/sandbox.ts'

const canary = `canary/${crypto.randomUUID()}+"`

/** Everything that an object has stored, as text. */
function dump(stub: DurableObjectStub): Promise<string> {
  return runInDurableObject(stub, (_, { storage }) => {
    const tables = storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .toArray()
    return tables
      .filter(({ name }) => !name.startsWith('_cf_'))
      .map(({ name }) => JSON.stringify(storage.sql.exec(`SELECT * FROM "${name}"`).toArray()))
      .join('\n')
  })
}

/** Every way in which the canary could be written. */
const forms = [
  canary,
  JSON.stringify(canary).slice(1, -1),
  encodeURIComponent(canary),
  btoa(unescape(encodeURIComponent(canary))).replace(/=+$/, ''),
]

function expectNoCanary(text: string): void {
  for (const form of forms) expect(text).not.toContain(form)
}

describe('a secret', () => {
  const lines: string[] = []
  afterEach(() => {
    vi.restoreAllMocks()
    lines.length = 0
  })

  const keepLines = () => {
    for (const level of ['info', 'warn', 'error', 'log'] as const)
      vi.spyOn(console, level).mockImplementation((...values: unknown[]) => void lines.push(values.join(' ')))
  }

  it('reaches the target, and is nowhere else: not in answers, events, storage or logs', async () => {
    keepLines()
    const secret = `canary_${crypto.randomUUID().replaceAll('-', '')}`
    const put = await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value: canary } })
    expectNoCanary(await put.text())
    const uses = echoAction(
      { secrets: [secret] },
      {
        headers: {
          'x-api-key': `{{ secrets.${secret}.size() }}`,
          authorization: `Bearer {{ secrets.${secret} }}`,
        },
        body: { token: `{{ secrets.${secret} }}` },
      },
    )
    const name = await deploy({
      actions: { act: uses },
      outcomes: {
        done: { title: 'Done', status: 'succeeded', body: '{{ steps.first.output }}' },
        undone: { title: 'Undone', status: 'rolled-back', body: null },
        human: { title: 'Human', status: 'bailed', body: null },
        safe: { title: 'Safe', status: 'bailed', body: null },
      },
    })
    const { run } = await runOf(await hook(name, {}))
    const detail = await ended(run)
    // The target got it, and sent it back: what is kept of the answer is masked.
    expect(detail).toMatchObject({
      outcome: 'succeeded',
      body: {
        body: {
          body: { token: '•••' },
          headers: { 'x-api-key': String(canary.length), authorization: 'Bearer •••' },
        },
      },
    })
    expectNoCanary(JSON.stringify(detail))
    expectNoCanary(JSON.stringify(EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))))
    expectNoCanary(await dump(env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(name, 0)))))
    expectNoCanary(await dump(env.WORKSPACE.get(env.WORKSPACE.idFromName('default'))))
    const { secrets } = SecretList.parse(await jsonOf(await asAdmin('/api/secrets')))
    expect(secrets.find((info) => info.name === secret)).toEqual({
      name: secret,
      updatedAt: expect.any(Number),
      updatedBy: 'admin',
      previousUntil: null,
      hosts: null,
      loops: null,
      sealed: 'current',
    })
    expectNoCanary(lines.join('\n'))
  })

  it('is not in an error’s message either, nor in what is logged of it', async () => {
    keepLines()
    const secret = `failing_${crypto.randomUUID().replaceAll('-', '')}`
    await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value: canary } }))
    const path = `/refuses-${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'respond', status: 422, body: { message: `no ${canary}` } } })
    const name = await deploy({ actions: { act: echoAction({ secrets: [secret] }, { path }) } })
    const { run } = await runOf(await hook(name, {}))
    await ended(run)
    const events = JSON.stringify(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
    expect(events).toContain('•••')
    expectNoCanary(events)
    expect(lines.length).toBeGreaterThan(0)
    expectNoCanary(lines.join('\n'))
  })

  it('that is changed is the new one for the next effect, and one that is gone fails it', async () => {
    const secret = `changing_${crypto.randomUUID().replaceAll('-', '')}`
    const set = (value: string) => asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value } })
    await set('four')
    const name = await deploy({
      actions: {
        act: echoAction({ secrets: [secret] }, { body: { size: `{{ size(secrets.${secret}) }}` } }),
      },
    })
    const answerOf = async () => jsonOf(await hook(name, {}, { prefer: 'wait=10' }))
    expect(await answerOf()).toEqual({ echoed: { size: 4 } })
    const { configure, settings } = await settingsFor(name)
    await set('seven77')
    await configure(await settings())
    expect(await answerOf()).toEqual({ echoed: { size: 7 } })
    expect((await asAdmin(`/api/secrets/${secret}`, { method: 'DELETE' })).status).toBe(204)
    await configure(await settings())
    const { run } = await runOf(await hook(name, {}))
    expect(RunDetail.parse(await ended(run)).outcome).not.toBe('succeeded')
  })
})

/** This loop is in no catalogue, so what changes in the workspace is handed on by hand. */
async function settingsFor(loop: string) {
  const { shardOf, workspaceOf } = await import('../../worker/objects/ports.ts')
  return {
    settings: () => workspaceOf(env).settings(loop),
    configure: (settings: Awaited<ReturnType<ReturnType<typeof workspaceOf>['settings']>>) =>
      shardOf(env, loop, 0).configure(settings),
  }
}

describe('sealing', () => {
  it('opens with the key, the name and the workspace that it was sealed with, and with nothing else', async () => {
    const keys = { PAVANE_KEY: 'key' }
    const sealed = (await sealSecret(keys, 'name', canary)) as SealedSecret
    expect(await openSecret(keys, 'name', sealed)).toBe(canary)
    expect(await openSecret({ PAVANE_KEY: 'other' }, 'name', sealed)).toBeNull()
    expect(await openSecret({}, 'name', sealed)).toBeNull()
    expect(await openSecret(keys, 'other', sealed)).toBeNull()
    expect(await openSecret({ ...keys, workspace: 'other' as WorkspaceName }, 'name', sealed)).toBeNull()
    expect(await openSecret(keys, 'name', { ...sealed, data: `AAAA${sealed.data.slice(4)}` })).toBeNull()
    expect((await sealSecret(keys, 'name', canary))?.data).not.toBe(sealed.data)
    expect(await sealSecret({}, 'name', canary)).toBeNull()
  })
})
