import { createHash } from 'node:crypto'
import fc from 'fast-check'
import '../../support/fastCheck.ts'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { digestText } from '../../../shared/audit/digest.ts'
import type { Hasher } from '../../../shared/audit/hasher.ts'
import { genesis, seal, sealWithTexts } from '../../../shared/audit/seal.ts'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import { type EventBody, RunEvent } from '../../../shared/engine/event.ts'
import type { Json } from '../../../shared/json.ts'

const trace = 'a'.repeat(32)
const nodeHasher: Hasher = (text) => `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)
const body: fc.Arbitrary<EventBody> = fc.oneof(
  fc.record({ by: fc.string(), reason: fc.string() }).map((data) => ({ type: 'run.paused' as const, data })),
  fc.tuple(fc.nat(), json).map(([costUsd, output]) => ({
    type: 'step.succeeded' as const,
    data: { iteration: 1, step: 'a', output, costUsd },
  })),
)
const log = (bodies: EventBody[], hasher?: Hasher) => {
  const half = Math.ceil(bodies.length / 2)
  const first = seal(null, 1000, trace, bodies.slice(0, half), hasher)
  return [...first, ...seal(first.at(-1) ?? null, 2000, trace, bodies.slice(half), hasher)]
}
const someLog = fc.array(body, { minLength: 1, maxLength: 12 }).map((bodies) => log(bodies))

describe('a sealed log', () => {
  it('verifies, and holds events of the contract', () => {
    fc.assert(
      fc.property(someLog, (events) => {
        const last = events.at(-1)
        expect(verifyChain(events)).toEqual({
          ok: true,
          count: events.length,
          head: { seq: events.length, hash: last?.hash },
        })
        expect(verifyChain(JSON.parse(JSON.stringify(events)) as unknown[])).toMatchObject({ ok: true })
        expect(events.map((event) => RunEvent.parse(event))).toEqual(events)
      }),
    )
  })

  it('comes with the text of each event that was hashed: canonical, and without the hash', () => {
    fc.assert(
      fc.property(fc.array(body, { maxLength: 6 }), (bodies) => {
        const { events, texts } = sealWithTexts(null, 1000, trace, bodies)
        expect(texts).toEqual(
          events.map((event) => canonicalJson({ ...event, hash: undefined } as unknown as Json)),
        )
        expect(events.map(({ hash }) => hash)).toEqual(texts.map((text) => digestText(text)))
        expect(events).toEqual(seal(null, 1000, trace, bodies))
      }),
    )
  })

  it('starts at the genesis digest and numbers from 1', () => {
    const [first, second] = log([
      { type: 'run.paused', data: { by: 'a', reason: '' } },
      { type: 'run.resumed', data: { by: 'a', reason: '' } },
    ])
    expect(first).toMatchObject({ seq: 1, prev: genesis, at: 1000, trace })
    expect(second).toMatchObject({ seq: 2, prev: first?.hash, at: 2000 })
  })

  it('is the same with any hasher', () => {
    fc.assert(
      fc.property(fc.array(body, { maxLength: 6 }), (bodies) => {
        expect(log(bodies, nodeHasher)).toEqual(log(bodies))
        expect(verifyChain(log(bodies), { hasher: nodeHasher })).toMatchObject({ ok: true })
      }),
    )
  })

  it('takes text that is not Unicode, which JSON can carry', () => {
    const events = log([
      { type: 'run.paused', data: JSON.parse('{"by":"\\ud800","reason":"\\udfffx"}') as never },
    ])
    expect(events[0]?.data).toEqual({ by: '\ufffd', reason: '\ufffdx' })
    expect(verifyChain(events)).toMatchObject({ ok: true, count: 1 })
  })

  it('drops what schemas drop, so that it verifies after it was read', () => {
    const output = JSON.parse('{"__proto__":{"admin":true},"kept":{"__proto__":1}}') as Json
    const events = log([{ type: 'step.succeeded', data: { iteration: 1, step: 'a', costUsd: 0, output } }])
    expect(JSON.stringify(events[0]?.data)).not.toContain('__proto__')
    expect(verifyChain(events.map((event) => RunEvent.parse(event)))).toMatchObject({ ok: true })
  })

  it('can be verified from a known head', () => {
    const events = log(
      Array.from({ length: 6 }, () => ({ type: 'run.paused', data: { by: 'a', reason: 'b' } })),
    )
    const head = events[2]
    if (!head) throw new Error('too short')
    expect(verifyChain(events.slice(3), { after: { seq: 3, hash: head.hash } })).toMatchObject({
      ok: true,
      count: 3,
    })
    expect(verifyChain(events.slice(4), { after: { seq: 3, hash: head.hash } })).toMatchObject({
      ok: false,
      seq: 4,
    })
  })
})

describe('a log that was tampered with', () => {
  it('shows a change of any value at any depth', () => {
    fc.assert(
      fc.property(someLog, fc.nat(), fc.nat(), json, (events, where, which, value) => {
        const copy = JSON.parse(JSON.stringify(events)) as Json[]
        const at = where % copy.length
        const places = placesOf(copy[at] ?? null)
        const place = places[which % places.length] ?? []
        const before = JSON.stringify(copy[at])
        const changed = replaceAt(copy[at] ?? null, place, value)
        fc.pre(JSON.stringify(changed) !== before)
        copy[at] = changed
        expect(verifyChain(copy).ok).toBe(false)
      }),
    )
  })

  it('shows a member added to an event', () => {
    const events = log([{ type: 'run.paused', data: { by: 'a', reason: 'b' } }])
    expect(verifyChain([{ ...events[0], extra: 1 }]).ok).toBe(false)
    expect(verifyChain([{ ...events[0], data: { ...events[0]?.data, extra: 1 } }]).ok).toBe(false)
  })

  it('shows an entry that was removed before the end, moved, repeated or put in', () => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 2, maxLength: 10 }), fc.nat(), fc.nat(), (bodies, one, two) => {
        const events = log(bodies)
        const from = one % (events.length - 1)
        const to = two % events.length
        expect(verifyChain(events.filter((_, index) => index !== from)).ok).toBe(false)
        expect(
          verifyChain([...events.slice(0, from), ...events.slice(from, from + 1), ...events.slice(from)]).ok,
        ).toBe(false)
        const moved = events.filter((_, index) => index !== from)
        moved.splice(to, 0, ...events.slice(from, from + 1))
        fc.pre(to !== from)
        expect(verifyChain(moved).ok).toBe(false)
      }),
    )
  })

  it('shows a number left out, also where every hash is right', () => {
    const told = (by: string): EventBody => ({ type: 'run.paused', data: { by, reason: '' } })
    const [first] = log([told('a')])
    const head = first ? { seq: 7, hash: first.hash } : null
    const [later] = seal(head, 1000, trace, [told('b')])
    expect(verifyChain([first, later])).toMatchObject({ ok: false, seq: 2 })
    expect(verifyChain([later], { after: head })).toMatchObject({ ok: true })
  })

  it('shows an entry that was sealed anew but not the ones after it', () => {
    const bodies: EventBody[] = Array.from({ length: 4 }, (_, index) => ({
      type: 'run.paused',
      data: { by: String(index), reason: '' },
    }))
    const events = log(bodies)
    const forged = seal(events[0] ?? null, 1000, trace, [
      { type: 'run.paused', data: { by: 'x', reason: '' } },
    ])
    expect(verifyChain([events[0], ...forged, ...events.slice(2)])).toEqual({
      ok: false,
      seq: 3,
      reason: 'The entry is not chained to the one before it',
    })
  })
})

describe('verification', () => {
  it('takes anything without throwing', () => {
    const cyclic: { self?: unknown } = {}
    cyclic.self = cyclic
    const hostile = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('no')
        },
      },
    )
    const odd = [
      undefined,
      () => 1,
      Symbol('x'),
      1n,
      new Date(0),
      new Map(),
      cyclic,
      hostile,
      NaN,
      [undefined],
    ]
    for (const value of odd) expect(verifyChain([value])).toMatchObject({ ok: false, seq: 1 })
    fc.assert(
      fc.property(fc.array(fc.anything()), (values) => {
        expect(verifyChain(values).ok).toBe(values.length === 0)
      }),
    )
  })

  it('says so of a value that shares its parts without end', () => {
    let shared: unknown = []
    for (let depth = 0; depth < 100; depth += 1) shared = [shared, shared]
    expect(verifyChain([shared])).toMatchObject({ ok: false })
  })
})

type Place = (string | number)[]

function placesOf(value: Json, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  const inner = Array.isArray(value)
    ? value.flatMap((member, index) => placesOf(member, [...at, index]))
    : Object.entries(value).flatMap(([key, member]) => placesOf(member, [...at, key]))
  return at.length === 0 ? inner : [at, ...inner]
}

function replaceAt(value: Json, place: Place, replacement: Json): Json {
  const [key, ...rest] = place
  if (key === undefined || typeof value !== 'object' || value === null) return replacement
  if (Array.isArray(value))
    return value.map((member, index) => (index === key ? replaceAt(member, rest, replacement) : member))
  const entries = Object.entries(value).map(
    ([name, member]) => [name, name === key ? replaceAt(member, rest, replacement) : member] as const,
  )
  return Object.fromEntries(entries)
}
