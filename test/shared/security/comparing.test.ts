import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../../worker')

const sources = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(security|http|objects|routes)\/.*\.ts$/.test(path))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
)

/** What somebody could find out bit by bit if it took longer to refuse the more of it is right. */
const secret = String.raw`\b(?:PAVANE_TOKEN|PAVANE_KEY|adminToken|token|secret|signature|mac|hmac|nonce|credential)\b`
const nothing = String.raw`(?!\s*(?:null\b|undefined\b|''))`
const plainly = new RegExp(
  String.raw`${secret}\s*[!=]==?(?!=)${nothing}|[!=]==?(?!=)\s*(?:env\.)?${secret}(?![.(:])`,
)

const linesOf = (pattern: RegExp) =>
  Object.entries(sources).flatMap(([path, text]) =>
    text
      .split('\n')
      .filter((line) => pattern.test(line.replace(/\/\/.*|^\s*\*.*/, '')))
      .map((line) => `${path}: ${line.trim()}`),
  )

describe('a secret', () => {
  it('is never compared in a way whose time tells where it differs', () => {
    expect(Object.keys(sources).length).toBeGreaterThan(100)
    expect(linesOf(plainly)).toEqual([])
  })

  it('is noticed when it is', () => {
    for (const line of [
      'if (token === env.PAVANE_TOKEN) return',
      'signature !== expected',
      'given == adminToken',
    ])
      expect({ line, plainly: plainly.test(line) }).toEqual({ line, plainly: true })
    for (const line of ['token === null', "env.PAVANE_TOKEN !== ''", 'token === undefined'])
      expect({ line, plainly: plainly.test(line) }).toEqual({ line, plainly: false })
  })

  it('that Pavane made is looked up by its hash, so nothing of it is compared', () => {
    const lookups = linesOf(/principalOf(?:Token|Session)\(/).filter((line) => line.startsWith('security/'))
    expect(lookups.length).toBeGreaterThan(0)
    for (const line of lookups) expect(line).toContain('sha256Hex(')
  })

  it('of the administrator is compared in constant time, over hashes', () => {
    expect(linesOf(/equalInConstantTime\(token, (env\.PAVANE_TOKEN|adminToken)\)/)).toHaveLength(2)
    expect(linesOf(/timingSafeEqual\(createHash/)).toHaveLength(1)
  })
})
