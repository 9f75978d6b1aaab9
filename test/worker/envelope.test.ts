import { describe, expect, it } from 'vitest'
import {
  deriveKek,
  type Envelope,
  type Keyring,
  newDataKey,
  openUnder,
  openWith,
  rewrapDataKey,
  sealUnder,
  sealWith,
  unwrapDataKey,
  wrapDataKey,
} from '../../worker/security/envelope.ts'
import { keyringOf, mastersOf } from '../../worker/security/keyring.ts'

const ring = async (current: string, ...previous: string[]): Promise<Keyring> => ({
  current: await deriveKek(current),
  previous: await Promise.all(previous.map(deriveKek)),
})

const flipped = (base64: string) => `${base64.startsWith('A') ? 'B' : 'A'}${base64.slice(1)}`

describe('an envelope', () => {
  it('opens under its key in its context', async () => {
    const keys = await ring('one')
    const envelope = await sealUnder(keys, 'secret/stripe', 'søm€ 𝄞 value')
    expect(await openUnder(keys, 'secret/stripe', envelope)).toBe('søm€ 𝄞 value')
    expect(JSON.stringify(envelope)).not.toContain('value 𝄞')
  })

  it('does not open elsewhere, under another key, or with a bit changed', async () => {
    const keys = await ring('one')
    const envelope = await sealUnder(keys, 'secret/a', 'value')
    const { key, value } = envelope
    const spoilt: Envelope[] = [
      { key, value: { ...value, data: flipped(value.data) } },
      { key, value: { ...value, iv: flipped(value.iv) } },
      { key: { ...key, data: flipped(key.data) }, value },
      { key: { ...key, kek: '0000000000000000' }, value },
      { key: (await sealUnder(keys, 'secret/a', 'value')).key, value },
    ]
    for (const each of spoilt) expect(await openUnder(keys, 'secret/a', each)).toBeNull()
    expect(await openUnder(keys, 'secret/b', envelope)).toBeNull()
    expect(await openUnder(await ring('two'), 'secret/a', envelope)).toBeNull()
  })

  it('never has the same bytes twice', async () => {
    const keys = await ring('one')
    const [first, second] = await Promise.all([sealUnder(keys, 'c', 'value'), sealUnder(keys, 'c', 'value')])
    expect(first.value.data).not.toBe(second.value.data)
    expect(first.key.data).not.toBe(second.key.data)
  })
})

describe('rotation', () => {
  it('opens what a former key wrapped, and wraps it anew without touching the value', async () => {
    const envelope = await sealUnder(await ring('one'), 'c', 'value')
    const rotated = await ring('two', 'one')
    expect(await openUnder(rotated, 'c', envelope)).toBe('value')
    const key = await rewrapDataKey(rotated, 'c', envelope.key)
    expect(key?.kek).toBe(rotated.current.id)
    const after = { ...envelope, key: key as NonNullable<typeof key> }
    // The former key may go now.
    expect(await openUnder(await ring('two'), 'c', after)).toBe('value')
    expect(await openUnder(await ring('one'), 'c', after)).toBeNull()
  })

  it('leaves what is current as it is, and gives up on what it can’t open', async () => {
    const keys = await ring('two', 'one')
    const { key } = await sealUnder(keys, 'c', 'value')
    expect(await rewrapDataKey(keys, 'c', key)).toBe(key)
    const lost = await sealUnder(await ring('zero'), 'c', 'value')
    expect(await rewrapDataKey(keys, 'c', lost.key)).toBeNull()
  })
})

describe('a data key', () => {
  it('that was unwrapped encrypts and decrypts but can’t be taken away', async () => {
    const keys = await ring('one')
    const wrapped = await wrapDataKey(keys, 'run/1', await newDataKey())
    const key = (await unwrapDataKey(keys, 'run/1', wrapped)) as CryptoKey
    expect(key.extractable).toBe(false)
    expect(await openWith(key, 'run/1/email', await sealWith(key, 'run/1/email', 'a@b.example'))).toBe(
      'a@b.example',
    )
    expect(await unwrapDataKey(keys, 'run/2', wrapped)).toBeNull()
  })
})

describe('the keys of the environment', () => {
  it.each([
    [{}, []],
    [{ PAVANE_KEY: '', PAVANE_TOKEN: null }, []],
    [{ PAVANE_TOKEN: 'token' }, ['token']],
    [{ PAVANE_KEY: 'key', PAVANE_TOKEN: 'token' }, ['key', 'token']],
    [
      { PAVANE_KEY: 'key', PAVANE_KEY_PREVIOUS: 'old, older', PAVANE_TOKEN: 'token' },
      ['key', 'old', 'older', 'token'],
    ],
    [{ PAVANE_KEY_PREVIOUS: 'old', PAVANE_TOKEN: 'token' }, ['token', 'old']],
    [{ PAVANE_KEY: 'key', PAVANE_KEY_PREVIOUS: 'key key', PAVANE_TOKEN: 'key' }, ['key']],
  ])('of %j are %j', (env, masters) => expect(mastersOf(env)).toEqual(masters))

  it('have ids that depend on the key alone', async () => {
    const [a, b, c] = await Promise.all([
      keyringOf({ PAVANE_TOKEN: 'one' }),
      keyringOf({ PAVANE_KEY: 'one', PAVANE_TOKEN: 'two' }),
      keyringOf({ PAVANE_TOKEN: 'two' }),
    ])
    expect(a?.current.id).toBe(b?.current.id)
    expect(a?.current.id).not.toBe(c?.current.id)
    expect(b?.previous.map(({ id }) => id)).toEqual([c?.current.id])
    expect(await keyringOf({})).toBeNull()
  })
})
