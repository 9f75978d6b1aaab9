import { describe, expect, it } from 'vitest'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'

const mismatch = (pattern: string) => ({
  ok: false,
  broken: false,
  errors: [{ pointer: '', message: `String does not match pattern "${pattern}".` }],
})

describe('a pattern in a schema', () => {
  it('is matched in linear time, however it repeats itself', () => {
    // By backtracking this would take longer than the universe has been there.
    const schema = { type: 'string', pattern: '^(a+)+$' }
    expect(validateSchema(schema, `${'a'.repeat(5000)}!`)).toEqual(mismatch(schema.pattern))
    expect(validateSchema(schema, 'a'.repeat(5000))).toEqual({ ok: true })
  })

  it('is found wherever a schema is, and nowhere else', () => {
    const schema = {
      $defs: { word: { pattern: '^\\w+$' } },
      properties: {
        pattern: { anyOf: [{ $ref: '#/$defs/word' }, { type: 'null' }] },
        list: { items: { not: { pattern: '^-' } } },
        kind: { const: { pattern: '(' } },
      },
    }
    const value = { pattern: 'word', list: ['a'], kind: { pattern: '(' } }
    expect(validateSchema(schema, value)).toEqual({ ok: true })
    expect(validateSchema(schema, { ...value, pattern: 'two words' }).ok).toBe(false)
    expect(validateSchema(schema, { ...value, list: ['-a'] }).ok).toBe(false)
    expect(validateSchema(schema, { ...value, kind: {} }).ok).toBe(false)
  })

  it('goes together with allOf and a format', () => {
    const schema = { allOf: [{ minLength: 3 }], format: 'email', pattern: '@pavane' }
    expect(validateSchema(schema, 'a@pavane.dev')).toEqual({ ok: true })
    expect(validateSchema(schema, 'a@other.dev').ok).toBe(false)
    expect(validateSchema(schema, '@pavane').ok).toBe(false)
  })

  it.for(['^\\u00e9$', '^\\u{e9}$', '^[\\u00e0-\\u00ff]$'])('can name a character: %s', (pattern) => {
    expect(validateSchema({ pattern }, 'é')).toEqual({ ok: true })
    expect(validateSchema({ pattern }, 'e')).toEqual(mismatch(pattern))
  })

  it('concerns texts alone', () => expect(validateSchema({ pattern: '^a' }, 5)).toEqual({ ok: true }))

  it('makes the schema unusable when it is none', () => {
    expect(validateSchema({ pattern: '(?=a)' }, 'a')).toMatchObject({ ok: false, broken: true })
  })
})
