import { describe, expect, it } from 'vitest'
import { holds, type Known, type Sameness } from '../../worker/objects/shard/placing.ts'

const number = 0
const place = { at: 'here', revision: 3 } as const
const signed = { mark: 'a mark', until: 1000 }
const key = { key: 'order-1', strict: true }
const run = 'loop.0.01'

type Facts = { revision?: number; taken?: ReturnType<Known['signatures']['find']>; seen?: boolean }

const shard = ({ revision = 3, taken, seen = false }: Facts): Known => ({
  deployed: { revision },
  dedupe: { find: () => (seen ? { run, payload: null } : undefined) },
  signatures: { find: () => taken },
})

// While a call waited for the disk, another with its signature may have come, or a rollout that numbers the shards anew.
describe('what was found out about the place of a call', () => {
  it.for<[says: string, Facts, Partial<Sameness>, boolean]>([
    ['as long as nothing has changed', {}, { key, signed }, true],
    ['where its signature was left to this shard', { taken: { shard: number, run: null } }, { signed }, true],
    ['where its signature was left to another shard', { taken: { shard: 1, run: null } }, { signed }, false],
    [
      'where another shard started its run',
      { taken: { shard: 1, run }, revision: 4 },
      { key, signed },
      false,
    ],
    [
      'where this shard started its run, after a rollout, too',
      { taken: { shard: number, run }, revision: 4 },
      { signed },
      true,
    ],
    ['where a rollout came, and it has a key that is new', { revision: 4 }, { key }, false],
    [
      'where a rollout came, and it has a key that came here before',
      { revision: 4, seen: true },
      { key },
      true,
    ],
    ['where a rollout came, and nothing tells which call it is', { revision: 4 }, {}, true],
    ['where a rollout came, and it is signed', { revision: 4 }, { signed }, false],
  ])('is looked at once more: %s', ([, facts, sameness, expected]) => {
    expect(holds(shard(facts), place, number, { key: null, signed: null, ...sameness })).toBe(expected)
  })
})
