import { runInDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import '../support/fastCheck.ts'
import { describe, expect, it } from 'vitest'
import { CallbackQueue } from '../../worker/objects/shard/CallbackQueue.ts'
import { CallbackTable, type StoredCallback } from '../../worker/objects/shard/CallbackTable.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { shardObject } from './support/crash.ts'
import { deploy, echoAction } from './support/deploy.ts'

/** What one receiver, and all together, have on their way at most. */
const [mostAtAddress, mostInAll] = [4, 32]

const aMove = fc.oneof(
  fc.record({ move: fc.constant('set' as const), address: fc.nat(12), wait: fc.nat(50) }),
  fc.record({ move: fc.constant('back' as const), which: fc.nat(40) }),
  fc.record({ move: fc.constant('forget' as const), which: fc.nat(200) }),
  fc.record({ move: fc.constant('pass' as const), ms: fc.nat(30) }),
)

describe('the callbacks that are to leave', () => {
  it('leave once each, when they are due, a few at an address and some in all, and none waits for nothing', () => {
    fc.assert(
      fc.property(fc.array(aMove, { maxLength: 250 }), (moves) => {
        const queue = new CallbackQueue()
        const waiting = new Map<string, { address: string; dueAt: number }>()
        const out = new Map<string, string>()
        const outAt = (address: string) => [...out.values()].filter((each) => each === address).length
        const broken: string[] = []
        const must = (holds: boolean, rule: string) => {
          if (!holds) broken.push(rule)
        }
        let now = 1000
        for (const [index, move] of moves.entries()) {
          if (move.move === 'set') {
            const due = { address: `a${move.address}`, dueAt: now + move.wait }
            waiting.set(String(index), due)
            queue.set(String(index), due.address, due.dueAt)
          }
          if (move.move === 'back') {
            const id = [...out.keys()][move.which % (out.size || 1)]
            if (id !== undefined) queue.back(id)
            if (id !== undefined) out.delete(id)
          }
          if (move.move === 'forget') {
            const id = [...waiting.keys()][move.which % (waiting.size || 1)]
            if (id !== undefined) queue.forget(id)
            if (id !== undefined) waiting.delete(id)
          }
          if (move.move === 'pass') {
            now += move.ms
            for (let id = queue.take(now); id !== null; id = queue.take(now)) {
              const due = waiting.get(id)
              must(due !== undefined && due.dueAt <= now, 'leaves when it is due')
              must(queue.isOut(id), 'is under way once it left')
              out.set(id, due?.address ?? '')
              waiting.delete(id)
              must(outAt(due?.address ?? '') <= mostAtAddress, 'leaves few at an address')
              must(out.size <= mostInAll, 'leaves some in all')
            }
            for (const { address, dueAt } of out.size < mostInAll ? waiting.values() : [])
              must(dueAt > now || outAt(address) >= mostAtAddress, 'waits for nothing')
          }
          must(queue.size === waiting.size + out.size, 'counts what waits and what is under way')
        }
        expect(broken).toEqual([])
      }),
    )
  })

  it('wait while so many are under way, whatever their addresses', () => {
    const queue = new CallbackQueue()
    for (let n = 0; n < mostInAll + 8; n += 1) queue.set(`c${n}`, `address ${n}`, 0)
    const taken = () => {
      let count = 0
      while (queue.take(1) !== null) count += 1
      return count
    }
    expect(taken()).toBe(mostInAll)
    queue.back('c0')
    expect(taken()).toBe(1)
  })

  it('leave alone what is under way already', () => {
    const queue = new CallbackQueue()
    queue.set('c', 'address', 0)
    expect(queue.take(1)).toBe('c')
    queue.set('c', 'address', 0)
    expect(queue.take(1)).toBeNull()
  })
})

describe('a stored callback', () => {
  it('keeps its latest fifty attempts', async () => {
    const loop = await deploy({ actions: { act: echoAction() } })
    const stored = await runInDurableObject(shardObject(loop), (_, { storage }) => {
      const table = new CallbackTable(new Sql(storage))
      table.add(aCallback)
      const attempts = Array.from({ length: 60 }, (_, at) => ({ at, ms: 0, status: 500, error: '' }))
      table.replace('waiting', { ...aCallback, attempts })
      return table.get(aCallback.id, 'waiting')
    })
    expect(stored?.attempts.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, index) => index + 10))
  })
})

const aCallback: StoredCallback = {
  id: 'cb_00000000-0000-7000-8000-000000000000_1',
  status: 'waiting',
  run: 'probe.0.00000000-0000-7000-8000-000000000000',
  outcome: 'succeeded',
  receiver: { type: 'host', host: 'api', path: '/', secret: 'signs' },
  tries: 1,
  since: 0,
  dueAt: 0,
  attempts: [],
}
