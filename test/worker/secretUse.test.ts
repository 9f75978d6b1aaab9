import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { EventPage, RunDetail } from '../../shared/api/runs.ts'
import { workspaceOf } from '../../worker/objects/ports.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { resealSecrets } from '../../worker/objects/workspace/resealSecrets.ts'
import { Secrets } from '../../worker/objects/workspace/Secrets.ts'
import type { KeyEnv } from '../../worker/security/keyring.ts'
import { keyFault } from '../../worker/security/keyring.ts'
import { openSecret, type SealedSecret, sealSecret, sealStateOf } from '../../worker/security/vault.ts'
import { callsOf, deploy, echoAction, freshName } from './support/deploy.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

const aName = () => `use_${crypto.randomUUID().replaceAll('-', '')}`
const put = (secret: string, json: unknown) => asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json })

/** A loop whose action sends the secret to the sandbox's echo. */
const sending = (secret: string) =>
  deploy({
    actions: {
      act: echoAction(
        { secrets: [secret] },
        { headers: { authorization: `Bearer {{ secrets.${secret} }}` } },
      ),
    },
  })

const failureOf = async (run: string) => {
  await ended(run)
  const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
  return events.find(({ type }) => type === 'step.failed')?.data
}

describe('a secret that is kept for some hosts', () => {
  it('goes to them, and to no other: nothing is sent', async () => {
    const secret = aName()
    await put(secret, { value: 'a value', hosts: ['echo'] })
    const allowed = await runOf(await hook(await sending(secret), {}))
    expect(RunDetail.parse(await ended(allowed.run)).outcome).toBe('succeeded')
    await put(secret, { hosts: ['tickets'] })
    const { run } = await runOf(await hook(await sending(secret), {}))
    expect(await failureOf(run)).toMatchObject({
      error: {
        class: 'policy',
        retryable: false,
        mayHaveHappened: false,
        message: `The secret “${secret}” may not go to echo: it is kept for tickets.`,
      },
    })
    expect(await callsOf(run)).toEqual([])
  })

  it('does not stand in the way of a call that names it and does not send it', async () => {
    const secret = aName()
    await put(secret, { value: 'a value', hosts: [] })
    const name = await deploy({ actions: { act: echoAction({ secrets: [secret] }) } })
    const { run } = await runOf(await hook(name, {}))
    expect(RunDetail.parse(await ended(run)).outcome).toBe('succeeded')
  })
})

describe('a secret that is kept for some loops', () => {
  it('is not handed to the others, not even sealed', async () => {
    const secret = aName()
    const loop = freshName()
    await put(secret, { value: 'a value', loops: [loop] })
    expect((await workspaceOf(env).settings(loop)).secrets).toHaveProperty(secret)
    expect((await workspaceOf(env).settings('another')).secrets).not.toHaveProperty(secret)
    const { run } = await runOf(await hook(await sending(secret), {}))
    expect(await failureOf(run)).toMatchObject({ error: { class: 'configuration', mayHaveHappened: false } })
  })

  it('keeps its restrictions when its value is replaced, and loses them only when that is said', async () => {
    const secret = aName()
    await put(secret, { value: 'first', hosts: ['echo'], loops: ['one'] })
    expect(await jsonOf(await put(secret, { value: 'second' }))).toMatchObject({
      hosts: ['echo'],
      loops: ['one'],
    })
    expect(await jsonOf(await put(secret, { hosts: null }))).toMatchObject({ hosts: null, loops: ['one'] })
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes')))
    const details = changes.filter(({ subject }) => subject === secret).map(({ detail }) => detail)
    expect(details).toEqual([
      'for any host',
      'a new value',
      'a new value, for the hosts echo, for the loops one',
    ])
  })

  it('needs a value to begin with', async () => {
    await expectProblem(await put(aName(), { hosts: ['echo'] }), 'invalid-request')
  })
})

/** What a release before envelopes stored. */
async function sealAsBefore(master: string, name: string, value: string): Promise<SealedSecret> {
  const utf8 = (text: string) => new TextEncoder().encode(text)
  const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  const material = await crypto.subtle.importKey('raw', utf8(master), 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: utf8('pavane'), info: utf8('secrets/1') }
  const key = await crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
  ])
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(name) }
  const data = await crypto.subtle.encrypt(algorithm, key, utf8(value))
  return { iv: base64(iv), data: base64(new Uint8Array(data)) }
}

const sealUnder = async (keys: KeyEnv, name: string, value: string) =>
  (await sealSecret(keys, name, value)) as SealedSecret

describe('a new key', () => {
  const before = { PAVANE_KEY: 'former' }
  const now = { PAVANE_KEY: 'current', PAVANE_KEY_PREVIOUS: 'former', PAVANE_TOKEN: 'token' }
  const after = { PAVANE_KEY: 'current' }

  const withSecrets = <T>(work: (secrets: Secrets) => Promise<T>) => {
    const stub = env.WORKSPACE.get(env.WORKSPACE.idFromName(`reseal-${crypto.randomUUID()}`))
    return runInDurableObject(stub, (_, { storage }) => work(new Secrets(new Sql(storage))))
  }
  const opened = async (secrets: Secrets, keys: KeyEnv) => {
    const values = secrets.stored().map(async ({ table, name, sealed }) => {
      return [`${table}/${name}`, await openSecret(keys, name, sealed)] as const
    })
    return Object.fromEntries(await Promise.all(values))
  }

  it('takes over all that any key of before opens, and tells what none does', () =>
    withSecrets(async (secrets) => {
      secrets.put('older', await sealAsBefore('token', 'older', 'a'), 'ada', 0)
      secrets.put('former', await sealUnder(before, 'former', 'b'), 'ada', 0)
      secrets.put('former', await sealUnder(before, 'former', 'c'), 'ada', 60)
      secrets.put('lost', await sealUnder({ PAVANE_KEY: 'gone' }, 'lost', 'd'), 'ada', 0)
      secrets.put('new', await sealUnder(now, 'new', 'e'), 'ada', 0)
      const states = async () => (await secrets.list(now)).map(({ name, sealed }) => `${name} ${sealed}`)
      expect(await states()).toEqual(['former former', 'lost lost', 'new current', 'older former'])
      const replace = secrets.replace.bind(secrets)
      expect(await resealSecrets(secrets, now, replace)).toEqual({ resealed: 3, lost: ['lost'] })
      expect(await opened(secrets, after)).toEqual({
        'secrets/former': 'c',
        'secrets/lost': null,
        'secrets/new': 'e',
        'secrets/older': 'a',
        'previous_secrets/former': 'b',
      })
      expect(await states()).toEqual(['former current', 'lost lost', 'new current', 'older current'])
      expect(await resealSecrets(secrets, now, replace)).toEqual({ resealed: 0, lost: ['lost'] })
    }))

  it('goes on where it was interrupted, and never undoes what somebody set meanwhile', () =>
    withSecrets(async (secrets) => {
      for (const name of ['a', 'b', 'c']) secrets.put(name, await sealUnder(before, name, name), 'ada', 0)
      let count = 0
      const interrupted = resealSecrets(secrets, now, (stored, anew) => {
        count += 1
        if (count === 3) throw new Error('The power went')
        if (stored.name === 'b') secrets.put('b', newer, 'eve', 0)
        return secrets.replace(stored, anew)
      })
      const newer = await sealUnder(before, 'b', 'newer')
      await expect(interrupted).rejects.toThrow('The power went')
      expect(await opened(secrets, now)).toEqual({ 'secrets/a': 'a', 'secrets/b': 'newer', 'secrets/c': 'c' })
      expect(await resealSecrets(secrets, now, secrets.replace.bind(secrets))).toEqual({
        resealed: 2,
        lost: [],
      })
      expect(await opened(secrets, after)).toEqual({
        'secrets/a': 'a',
        'secrets/b': 'newer',
        'secrets/c': 'c',
      })
    }))

  it('has nothing to open of a secret that was removed, nor of the value before it', () =>
    withSecrets(async (secrets) => {
      for (const value of ['a', 'b']) secrets.put('gone', await sealUnder(now, 'gone', value), 'ada', 60)
      expect(secrets.stored()).toHaveLength(2)
      expect(secrets.delete('gone')).toBe(true)
      expect(secrets.stored()).toEqual([])
    }))

  it('may take the place of the administrator’s token without a word', async () => {
    const sealed = await sealUnder({ PAVANE_TOKEN: 'token' }, 'name', 'value')
    const keys = { PAVANE_KEY: 'key', PAVANE_TOKEN: 'token' }
    expect(await sealStateOf(keys, 'name', sealed)).toBe('former')
    expect(await openSecret(keys, 'name', sealed)).toBe('value')
  })

  it('must be long enough', () => {
    expect(keyFault({})).toContain('Set PAVANE_KEY')
    expect(keyFault({ PAVANE_KEY: 'x'.repeat(31), PAVANE_TOKEN: 'token' })).toContain('too short')
    expect(keyFault({ PAVANE_KEY: 'x'.repeat(32) })).toBeNull()
  })
})
