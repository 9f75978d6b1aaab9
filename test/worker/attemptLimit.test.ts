import { describe, expect, it } from 'vitest'
import { AttemptLimit } from '../../worker/security/AttemptLimit.ts'

const minute = 60_000

describe('a limit of attempts', () => {
  it('lets so many through, and again a minute after the first of them', () => {
    const limit = new AttemptLimit(3)
    for (const at of [0, 10_000, 20_000]) {
      expect(limit.waitSeconds('ann', at)).toBe(0)
      limit.count('ann', at)
    }
    expect(limit.waitSeconds('ann', 30_000)).toBe(30)
    expect(limit.waitSeconds('ann', minute - 1)).toBe(1)
    expect(limit.waitSeconds('ann', minute)).toBe(0)
    limit.count('ann', minute)
    expect(limit.waitSeconds('ann', minute)).toBe(10)
  })

  it('waits no longer for whoever goes on trying than for whoever stops', () => {
    const limit = new AttemptLimit(1)
    limit.count('ann', 0)
    for (let at = 1; at < minute; at += 1000) expect(limit.waitSeconds('ann', at)).toBeGreaterThan(0)
    expect(limit.waitSeconds('ann', minute)).toBe(0)
  })

  it('counts each client for itself, and remembers no end of them', () => {
    const limit = new AttemptLimit(1)
    limit.count('ann', 0)
    expect(limit.waitSeconds('bob', 0)).toBe(0)
    for (let other = 0; other < 1000; other += 1) limit.count(`client ${other}`, 1)
    expect(limit.waitSeconds('ann', 1)).toBe(0)
    expect(limit.waitSeconds('client 999', 1)).toBeGreaterThan(0)
  })
})
