import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../shared/json.ts'
import { dataClassesOf } from '../../../shared/policy/dataClasses.ts'
import { placesAt, redact } from '../../../shared/policy/redact.ts'

describe('redacting', () => {
  const order = {
    customer: { email: 'a@b.c', name: 'Ada' },
    items: [{ sku: 1, note: 'x' }, { sku: 2 }, 'none'],
    'a/b': 1,
  }

  it('replaces what the pointers lead to, and nothing else', () => {
    expect(redact(order, ['/customer/email', '/items/*/note', '/a~1b'])).toEqual({
      customer: { email: '[redacted]', name: 'Ada' },
      items: [{ sku: 1, note: '[redacted]' }, { sku: 2 }, 'none'],
      'a/b': '[redacted]',
    })
  })

  it('takes every member and every item for a star, and one item for its number', () => {
    expect(redact(order, ['/customer/*', '/items/1'])).toMatchObject({
      customer: { email: '[redacted]', name: '[redacted]' },
      items: [{ sku: 1, note: 'x' }, '[redacted]', 'none'],
    })
  })

  it('leaves alone what is not there, and the value itself', () => {
    const before = structuredClone(order)
    expect(redact(order, ['/gone/deep', '/items/9', '/customer/email/x', '/constructor'])).toEqual(order)
    redact(order, ['/customer'])
    expect(order).toEqual(before)
  })

  it('says where it leads, as pointers without stars', () => {
    expect(placesAt(order, '/items/*/sku')).toEqual(['/items/0/sku', '/items/1/sku'])
  })

  it('comes to the same in any order, and twice as once', () => {
    const pointers = ['/customer/*', '/customer', '/items/*/note', '/items/0', '/*', '/customer/email']
    fc.assert(
      fc.property(fc.shuffledSubarray(pointers), (some) => {
        const once = redact(order, some)
        expect(redact(once, some)).toEqual(once)
        expect(redact(order, some.toReversed())).toEqual(once)
      }),
    )
  })

  it('leaves no text of what it hides', () => {
    const key = fc.constantFrom('a', 'b', 'c')
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant('SECRET'),
        fc.dictionary(key, tie('value')),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(key, value), (made) => {
        expect(JSON.stringify(redact(made as Json, ['/*']))).not.toContain('SECRET')
      }),
    )
  })
})

describe('the data classes of a schema', () => {
  it('are what it says anywhere, each once', () => {
    const schema = {
      properties: {
        email: { type: 'string', 'x-data-class': 'personal' },
        card: { type: 'object', 'x-data-class': ['payment', 'personal'], properties: { n: {} } },
      },
      $defs: { a: { items: { 'x-data-class': 'health' } } },
    }
    expect(dataClassesOf(schema)).toEqual(['personal', 'payment', 'health'])
    expect(dataClassesOf(null)).toEqual([])
  })
})
