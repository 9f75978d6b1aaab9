import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PersonalKind } from '../../../shared/graph/nodes/personal.ts'
import { hintOf } from '../../../shared/privacy/hintOf.ts'
import '../../support/fastCheck.ts'

describe('a hint of a personal value', () => {
  it.each([
    ['email', 'ann.lee@example.org', 'a•••@e•••.org'],
    ['phone', '+1 415 555 2671', '••• 71'],
    ['phone', '112', '•••'],
    ['card', '4111 1111 1111 1111', '••• 1111'],
    ['card', '4111', '•••'],
    ['iban', 'DE89370400440532013000', 'DE•••00'],
    ['iban', 'DE89', '•••'],
    ['name', 'Annelore Lee', 'A. L.'],
    ['address', 'Elm St 1', '•••'],
    ['birth-date', '1990-01-01', '•••'],
    ['ip', '203.0.113.7', '•••'],
    ['national-id', '12345678Z', '•••'],
    ['text', 'anything', '•••'],
  ] as const)('of the kind %s, %s, is %s', (kind, value, hint) => expect(hintOf(kind, value)).toBe(hint))

  it('never holds more than a few letters of it, one after the other', () => {
    const value = fc.string({ minLength: 13, maxLength: 40 }).filter((text) => !/[.@\s•]/.test(text))
    fc.assert(
      fc.property(fc.constantFrom(...PersonalKind.options), value, (kind, text) => {
        const hint = hintOf(kind, text)
        for (let at = 0; at + 5 <= text.length; at += 1) expect(hint).not.toContain(text.slice(at, at + 5))
      }),
    )
  })
})
