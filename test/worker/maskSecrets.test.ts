import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskText, maskValue } from '../../worker/effects/maskSecrets.ts'

const secret = 'p/ä+s"<s>&\' 12=\\x!'
const secrets = { token: secret }

const base64 = (text: string) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
const hex = (text: string) =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')
const inJson = (text: string) => JSON.stringify(text).slice(1, -1)
const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

const strictly = (text: string) => text.replaceAll("'", '%27').replaceAll('!', '%21')

describe('a secret in a text', () => {
  it.each([
    ['itself', secret],
    ['in a URL', encodeURIComponent(secret)],
    [
      'in a URL in small letters',
      encodeURIComponent(secret).replaceAll(/%../g, (each) => each.toLowerCase()),
    ],
    ['in a query', new URLSearchParams({ token: secret }).toString().slice('token='.length)],
    ['in a URL, as RFC 3986 reserves', strictly(encodeURIComponent(secret))],
    ['in a URL, with a plus for a space', encodeURIComponent(secret).replaceAll('%20', '+')],
    ['in a whole URL', encodeURI(secret)],
    ['in JSON', inJson(secret)],
    ['in JSON with escaped slashes', inJson(secret).replaceAll('/', '\\/')],
    ['in JSON of ASCII alone', inJson(secret).replaceAll('ä', '\\u00e4')],
    ['in JSON in JSON', inJson(inJson(secret))],
    ['in JSON as PHP writes it', inJson(secret).replaceAll('/', '\\/').replaceAll('ä', '\\u00e4')],
    ['in HTML', 'p/ä+s&quot;&lt;s&gt;&amp;&#39; 12=\\x!'],
    ['in hexadecimal digits', hex(secret)],
    ['in capital ones', hex(secret).toUpperCase()],
    ['in base64', base64(secret)],
    ['in base64 for URLs', urlSafe(base64(secret))],
  ])('is masked %s', (_, form) => {
    const masked = maskText(`before ${form} after`, secrets)
    expect(masked).toMatch(/^before •••=* after$/)
  })

  it.each(['', 'u', 'us', 'use', 'user:'])(
    'is masked in the base64 of credentials that begin with “%s”',
    (before) => {
      for (const after of ['', ':', '::', ':::'])
        for (const write of [base64, (text: string) => urlSafe(base64(text))]) {
          const masked = maskText(`Basic ${write(`${before}${secret}${after}`)}`, secrets)
          // What is left is of what stands around it, and at most a letter at either end that it shares with that.
          expect(masked).toContain('•••')
          expect(masked.replace('Basic ', '').replaceAll(/[•=]/g, '').length).toBeLessThanOrEqual(
            Math.ceil(((before.length + after.length) * 4) / 3) + 3,
          )
        }
    },
  )

  it('is masked line by line, as whoever breaks off after the first one shows it', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----'
    expect(maskText('could not read MIIEvQIBADANBgkq', { key })).toBe('could not read •••')
    expect(maskText(key.replaceAll('\n', '\r\n'), { key })).toBe('•••\r\n•••\r\n•••\r\n•••')
  })

  it('that is no proper Unicode is masked all the same', () => {
    const odd = 'ab\ud800cd'
    expect(maskText(`before ${odd} after`, { odd })).toBe('before ••• after')
  })

  it('that is part of another leaves nothing of it', () => {
    expect(maskText('abcdefgh abcd', { short: 'abcd', long: 'abcdefgh' })).toBe('••• •••')
  })

  it('is found in any value', () => {
    expect(maskValue({ [secret]: [1, { a: secret }, null, true] }, secrets)).toEqual({
      '•••': [1, { a: '•••' }, null, true],
    })
    expect(maskValue([123456, 12, 0.5], { pin: '123456' })).toEqual(['•••', 12, 0.5])
  })

  it('is masked whatever it is, and whatever stands around it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 })
    const aSecret = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 40 })
    const writings = [(value: string) => value, encodeURIComponent, inJson, hex]
    fc.assert(
      fc.property(aSecret, text, text, fc.constantFrom(...writings), (token, before, after, write) => {
        expect(maskText(`${before}${write(token)}${after}`, { token }).includes(write(token))).toBe(false)
      }),
    )
  })
})

describe('a text without a secret', () => {
  it('stays as it is', () => {
    const text = '{"a":[1,2],"b":"abc"}'
    expect(maskText(text, secrets)).toBe(text)
    expect(maskText(text, {})).toBe(text)
    // Too short to be told from other text.
    expect(maskText(text, { pin: 'abc' })).toBe(text)
  })
})
