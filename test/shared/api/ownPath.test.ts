import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownPath } from '../../../shared/api/ownPath.ts'

const origin = 'https://pavane.example'
const pieces = fc.constantFrom(
  '/',
  '//',
  '\\',
  '.',
  '..',
  '%2e',
  '%2f',
  '\t',
  '\n',
  ' ',
  '@',
  ':',
  '?',
  '#',
  'evil.example',
  'https:',
  'javascript:',
  'a',
)
const tricky = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
)

describe('a path to go on to', () => {
  it('stays on this server, however it is written', () => {
    fc.assert(
      fc.property(tricky, (next) => {
        const target = new URL(ownPath(next), origin)
        expect(target.origin).toBe(origin)
        // Whoever resolves what came of it once more stays here too.
        expect(new URL(`${target.pathname}${target.search}${target.hash}`, origin).origin).toBe(origin)
      }),
    )
  })

  it.for(['/', '/runs', '/loops/a?tab=x//y#z', '/runs?q=%2F%2Fa'])('is kept as it is: %s', (next) => {
    expect(ownPath(next)).toBe(next)
  })

  it.for([
    null,
    undefined,
    '',
    'runs',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/\t/evil.example',
  ])('is the first page for %j', (next) => {
    expect(ownPath(next)).toBe('/')
  })
})
