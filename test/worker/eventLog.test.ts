import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import { apiLimits } from '../../shared/api/limits.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { EventLog, EventTooLarge } from '../../worker/objects/shard/EventLog.ts'
import { shardMigrations } from '../../worker/objects/shard/migrations.ts'
import { migrate } from '../../worker/objects/storage/migrate.ts'
import { packText, unpackText } from '../../worker/objects/storage/packedText.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { env } from './support/edge.ts'

/** The log of a run `r`, and of a run on each side of it, in an object of its own. */
const withLog = <T>(look: (log: EventLog, sql: Sql) => T): Promise<T> =>
  runInDurableObject(
    env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${crypto.randomUUID()}/0`)),
    (_, { storage }) => {
      const sql = new Sql(storage)
      migrate(sql, shardMigrations)
      const log = new EventLog(sql)
      const values = `1, 1, 'ended', NULL, NULL, '', 1, 1, 0, 1, 1, 4, 'trace', 'null', 0, NULL`
      for (const [place, run] of ['before', 'r', 'after'].entries()) {
        sql.run(`INSERT INTO runs VALUES (?, ${values}, ?)`, run, place + 1)
        if (run !== 'r') append(log, run, ['a'])
      }
      return look(log, sql)
    },
  )

const typeOf = (seq: number) => (seq % 3 === 0 ? 'third' : 'other')

/** Adds events that hold these texts, of which every third is of another type; as they are to be read back. */
function append(log: EventLog, run: string, texts: readonly string[], after = 0) {
  const hashed = texts.map((data, index) => {
    const seq = after + index + 1
    return { seq, type: typeOf(seq), prev: `hash ${seq - 1}`, data }
  })
  const whole = hashed.map((event) => ({ ...event, hash: `hash ${event.seq}` }))
  const written = hashed.map((event) => JSON.stringify(event))
  log.append(run, whole, written)
  return whole
}

/** Texts that compress to two thirds at best, always the same. */
function denseText(characters: number, seed: number): string {
  let random = seed
  let text = ''
  while (text.length < characters) {
    random = (random * 48_271) % 2_147_483_647
    text += String.fromCharCode(0x4e00 + (random % 20_000))
  }
  return text
}

const shapes: [string, () => string[]][] = [
  ['many small events', () => Array.from({ length: 300 }, (_, n) => `event ${n}`)],
  ['a row of many, which is compressed', () => Array.from({ length: 900 }, (_, n) => `${n} `.repeat(40))],
  [
    'more than a row takes, which is compressed well',
    () => Array.from({ length: 9 }, () => 'text '.repeat(70_000)),
  ],
  ['what can hardly be compressed', () => [1, 2, 3, 4, 5].map((seed) => denseText(590_000, seed))],
]

describe('a log', () => {
  it.for(shapes)('of %s is read back whole, from anywhere, and no other with it', async ([, make]) => {
    await withLog((log, sql) => {
      const texts = make()
      const half = texts.length >> 1
      const all = [
        ...append(log, 'r', texts.slice(0, half)),
        ...append(log, 'r', texts.slice(half), half),
      ] as unknown as RunEvent[]
      // Compared as texts, since a difference between megabytes can't be shown.
      const isSame = (found: unknown, expected: unknown) => JSON.stringify(found) === JSON.stringify(expected)
      expect(isSame(log.read('r', 0, all.length + 1), all)).toBe(true)
      const bytes = 'SELECT max(length(CAST(events AS BLOB))) AS most FROM turns'
      expect(sql.first<{ most: number }>(bytes)?.most).toBeLessThanOrEqual(apiLimits.eventBytes)
      for (const [after, limit] of [
        [0, 1],
        [1, 2],
        [half - 1, 2],
        [half, 1],
        [2, all.length],
        [all.length - 1, 5],
        [all.length, 5],
      ] as const)
        expect([after, limit, isSame(log.read('r', after, limit), all.slice(after, after + limit))]).toEqual([
          after,
          limit,
          true,
        ])
      const third = all.filter(({ seq }) => typeOf(seq) === 'third')
      expect(isSame(log.ofType('r', 'third' as never), third)).toBe(true)
      expect(log.ofType('r', 'none' as never)).toEqual([])
      expect(log.read('before', 0, 9)).toHaveLength(1)
      log.drop('r')
      expect(log.read('r', 0, 9)).toEqual([])
      expect(log.read('after', 0, 9)).toHaveLength(1)
    })
  })

  it('is read no further than was asked', async () => {
    await withLog((log, sql) => {
      for (let turn = 0; turn < 10; turn += 1) append(log, 'r', ['a', 'b'], turn * 2)
      const all = vi.spyOn(sql, 'all')
      expect(log.read('r', 2, 3).map(({ seq }) => seq)).toEqual([3, 4, 5])
      expect(all.mock.results[0]?.value).toHaveLength(2)
    })
  })

  it('is taken apart once for all the pages of a row, and anew when that is another', async () => {
    await withLog((log) => {
      const events = append(
        log,
        'r',
        Array.from({ length: 900 }, (_, n) => `event ${n}`),
      )
      const parse = vi.spyOn(JSON, 'parse')
      const pages = Array.from({ length: 9 }, (_, page) => log.read('r', page * 100, 100))
      expect(parse).toHaveBeenCalledTimes(1)
      parse.mockRestore()
      expect(pages.flat()).toEqual(events)
      log.drop('r')
      expect(log.read('r', 0, 1)).toEqual([])
      const others = append(
        log,
        'r',
        events.map(({ data }) => `other ${data}`),
      )
      expect(log.read('r', 0, 1000)).toEqual(others)
    })
  })

  it('takes an event of as many bytes as one may have, and nothing of a turn with a larger one', async () => {
    await withLog((log, sql) => {
      const around = JSON.stringify({ seq: 1, type: 'other', prev: 'hash 0', data: '' }).length
      const most = apiLimits.eventBytes - around
      append(log, 'r', ['a'.repeat(most)])
      expect(log.read('r', 0, 1)).toHaveLength(1)
      // Fewer characters than bytes, and many events before it.
      const large = `${denseText(Math.floor(most / 3), 1)}aaa`
      for (const text of ['a'.repeat(most + 1), large])
        expect(() =>
          sql.atomically(() =>
            append(log, 'r', [...Array.from({ length: 5 }, () => 'b'.repeat(500_000)), text], 1),
          ),
        ).toThrow(EventTooLarge)
      expect(log.read('r', 1, 9)).toEqual([])
    })
  })
})

describe('a text in a row', () => {
  it.for([0, 1, 29_999, 30_000, 30_001, 200_000])('of %i characters comes back as it was', (characters) => {
    for (const text of [
      'a'.repeat(characters),
      denseText(characters, 7),
      'é"\\𝄞'.repeat(characters).slice(0, characters),
    ]) {
      const packed = packText(text.toWellFormed())
      expect(unpackText(packed) === text.toWellFormed()).toBe(true)
      expect(typeof packed).toBe(characters < 30_000 ? 'string' : 'object')
    }
  })

  it('that repeats itself takes a fraction of it, also where it is of the length from which it is compressed', () => {
    const packed = packText('step.started '.repeat(2400))
    expect((packed as ArrayBuffer).byteLength).toBeLessThan(1000)
  })
})
