import fc from 'fast-check'
import '../../support/fastCheck.ts'
import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../shared/engine/effect.ts'
import { applyBindings, bindArgs } from '../../../shared/expr/bindings.ts'
import { render, renderText } from '../../../shared/expr/template.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'

const scope: Scope = { input: { n: 5, text: 'abc', list: [1, 'two'], object: { a: 1 } } }
/** Any JSON value; JSON has no negative zero. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)
const rendered = (template: Json, over: Scope = scope) => render(template, over)

describe('a template', () => {
  it.each<[Json, Json]>([
    ['{{ input.n }}', 5],
    ['{{input.object}}', { a: 1 }],
    [' {{ input.n }}', ' 5'],
    ['n is {{ input.n }}, list is {{ input.list }}', 'n is 5, list is [1,"two"]'],
    ['{{ input.n }}{{ input.n }}', '55'],
    ['{{ {"a": {"b": 1}}.a.b }}', 1],
    ['{{ {"a": {"b": 1}} }}', { a: { b: 1 } }],
    ['{{ "}}" + \'{{\' }}', '}}{{'],
    ['{{ r"\\" + "}}" }}', '\\}}'],
    ['{{ "a\\"}}" }}', 'a"}}'],
    ['not { an } expression }}', 'not { an } expression }}'],
    ['\\{{ input.n }}', '{{ input.n }}'],
    ['', ''],
    [
      [1, null, true, { deep: ['{{ input.text }}'] }],
      [1, null, true, { deep: ['abc'] }],
    ],
  ])('%j renders to %j', (template, value) => expect(rendered(template)).toEqual({ ok: true, value }))

  it('says where it fails', () => {
    expect(rendered({ a: [{ 'b/c': '{{ input.missing }}' }] })).toEqual({
      ok: false,
      error: 'There is no input.missing; test for it with has(input.missing)',
      pointer: '/a/0/b~1c',
    })
    expect(rendered({ a: 'open {{ input.n' })).toMatchObject({ ok: false, pointer: '/a' })
    expect(rendered('{{ }}')).toMatchObject({ ok: false, error: 'The expression is empty' })
  })

  it('renders to text where text is asked for', () => {
    expect(renderText('{{ input.n }}', scope)).toEqual({ ok: true, value: '5' })
    expect(renderText('{{ input.list }}', scope)).toEqual({ ok: true, value: '[1,"two"]' })
  })

  it('carries keys of prototypes as data', () => {
    const template = JSON.parse('{"__proto__":{"polluted":"{{ input.n }}"},"constructor":1}') as Json
    const result = rendered(template)
    expect(JSON.stringify(result)).toBe('{"ok":true,"value":{"__proto__":{"polluted":5},"constructor":1}}')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('refuses text that grows out of hand', () => {
    const large = { input: 'x'.repeat(400_000) }
    expect(rendered('{{ input }}{{ input }}', large)).toMatchObject({ ok: true })
    expect(rendered('{{ input }}{{ input }}{{ input }}', large)).toMatchObject({ ok: false, pointer: '' })
  })

  it('refuses what is nested too deep instead of overflowing', () => {
    let deep: Json = 'x'
    for (let depth = 0; depth < 10_000; depth += 1) deep = [deep]
    expect(rendered(deep)).toMatchObject({ ok: false })
  })

  it('leaves a value without expressions as it is', () => {
    const plain = json.filter((value) => !JSON.stringify(value).includes('{{'))
    fc.assert(
      fc.property(plain, (value) => {
        expect(rendered(value)).toEqual({ ok: true, value })
      }),
    )
  })
})

describe('arguments that are bound when a plan is made', () => {
  const plan: Scope = { input: { evil: '{{ secrets.token }}', evil2: '{{ steps.a.output }}', n: 1 } }
  const template: JsonObject = {
    now: '{{ input.evil }}',
    also: '{{ input.evil2 }} and {{ input.n }}',
    later: { list: [0, '{{ steps.a.output.id }}'] },
    mixed: '{{ input.n }}-{{ steps.a.status }}',
  }
  const bound = bindArgs(template, plan)
  const steps = { steps: { a: { status: 'succeeded', output: { id: '{{ input.evil }}' } } } }

  it('are values, and what reads steps is kept for later', () => {
    expect(bound).toEqual({
      ok: true,
      args: {
        now: '{{ secrets.token }}',
        also: '{{ steps.a.output }} and 1',
        later: { list: [0, null] },
        mixed: null,
      },
      bindings: {
        '/later/list/1': '{{ steps.a.output.id }}',
        '/mixed': '{{ input.n }}-{{ steps.a.status }}',
      },
    })
  })

  it('never evaluate text that came from outside', () => {
    if (!bound.ok) throw new Error(bound.error)
    expect(
      applyBindings(bound.args, bound.bindings, { ...plan, ...steps, secrets: { token: 'hunter2' } }),
    ).toEqual({
      ok: true,
      args: {
        now: '{{ secrets.token }}',
        also: '{{ steps.a.output }} and 1',
        later: { list: [0, '{{ input.evil }}'] },
        mixed: '1-succeeded',
      },
    })
  })

  it('say which binding fails', () => {
    if (!bound.ok) throw new Error(bound.error)
    expect(applyBindings(bound.args, bound.bindings, { input: { n: 1 }, steps: {} })).toEqual({
      ok: false,
      error: 'There is no steps.a; test for it with has(steps.a)',
      pointer: '/later/list/1',
    })
    expect(applyBindings({}, { '/gone': '{{ 1 }}' }, {})).toMatchObject({ ok: false, pointer: '/gone' })
    expect(bindArgs({ a: '{{ input.nope }}' }, plan)).toMatchObject({ ok: false, pointer: '/a' })
  })

  it('come to what the template renders to where nothing is still to come', () => {
    const text = fc.constantFrom(
      'plain',
      '{{ input.n }}',
      'n {{ input.n }}',
      '\\{{ n }}',
      '{{ input.none }}',
      '{{',
    )
    const key = fc.constantFrom('a', 'b', '__proto__', 'x/y~z')
    const { template } = fc.letrec<{ value: Json; template: JsonObject }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('template'),
      ),
      template: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    }))
    fc.assert(
      fc.property(template, fc.integer(), fc.integer(), (made, ...numbers) => {
        for (const n of numbers) {
          const rendered = render(made, { input: { n } })
          const expected = rendered.ok ? { ok: true, args: rendered.value, bindings: {} } : rendered
          expect(bindArgs(made, { input: { n } })).toEqual(expected)
        }
      }),
    )
  })

  it('carry any input through unchanged', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('{{', '}}', '{', '}', '"', "'", '\\', ' ', 'steps', '.', 'a', '1 + 1'),
    })
    fc.assert(
      fc.property(hostile, json, (text, value) => {
        const over: Scope = { input: { text, value }, steps: { a: { output: text } } }
        const made = bindArgs(
          { t: '{{ input.text }}', v: '{{ input.value }}', s: '{{ steps.a.output }}' },
          over,
        )
        if (!made.ok) throw new Error(made.error)
        const filled = applyBindings(made.args, made.bindings, over)
        expect(filled).toEqual({ ok: true, args: { t: text, v: value, s: text } })
      }),
    )
  })
})
