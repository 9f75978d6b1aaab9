import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueTimes, occurrences, scheduleFault } from '../../../shared/schedule/occurrences.ts'

const at = (text: string) => Date.parse(text)
const textOf = (times: number[]) => times.map((time) => new Date(time).toISOString())

describe('a cron expression', () => {
  it.for([
    ['0 9 * * MON-FRI', 'UTC', null],
    ['*/15 9-17 1,15 * *', 'Europe/Berlin', null],
    ['* * * * * *', 'UTC', 'cron'],
    ['61 * * * *', 'UTC', 'cron'],
    ['x', 'UTC', 'cron'],
    ['', 'UTC', 'cron'],
    ['0 9 * * *', 'Mars/Olympus', 'timeZone'],
  ] as const)('“%s” in %s is at fault in: %s', ([cron, timeZone, field]) => {
    expect(scheduleFault({ cron, timeZone })?.field ?? null).toBe(field)
  })

  it('is read in its own time zone, over both changes of the clock', () => {
    const berlin = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' }
    // 2:30 is left out on 29 March 2026, and comes twice on 25 October.
    expect(textOf(occurrences(berlin, at('2026-03-28T12:00:00Z'), 2))).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
    expect(textOf(occurrences(berlin, at('2026-10-24T12:00:00Z'), 2))).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  it('may name no day that there is', () => {
    expect(occurrences({ cron: '0 0 31 2 *' }, 0, 1)).toEqual([])
  })
})

describe('times that are due', () => {
  const daily = { cron: '0 12 * * *' }
  const handled = at('2026-01-01T12:00:00Z')
  const now = at('2026-01-04T12:00:30Z')
  const due = (missed: 'skip' | 'once' | 'all', until = now) =>
    textOf(dueTimes({ ...daily, missed }, handled, until, 60_000))

  it('are all that were missed, the last, or only the one that is on time', () => {
    const last = '2026-01-04T12:00:00.000Z'
    expect(due('all')).toEqual(['2026-01-02T12:00:00.000Z', '2026-01-03T12:00:00.000Z', last])
    expect(due('once')).toEqual([last])
    expect(due('skip')).toEqual([last])
    expect(due('skip', now + 31_000)).toEqual([])
  })

  it('are due as soon as they have come, and not again', () => {
    expect(dueTimes(daily, handled - 1, handled, 60_000)).toEqual([handled])
    expect(dueTimes(daily, handled, handled, 60_000)).toEqual([])
    expect(dueTimes(daily, handled - 1, handled - 1, 60_000)).toEqual([])
  })

  it('stay few after a long absence, and are found fast', () => {
    const minutely = { cron: '* * * * *', missed: 'all' } as const
    expect(dueTimes(minutely, at('2020-01-01T00:00:00Z'), now, 60_000)).toHaveLength(100)
  })

  const hour = fc.integer({ min: 0, max: 23 })
  const minute = fc.integer({ min: 0, max: 59 })
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
  )

  it('are each dealt with once, however the clock is looked at', () => {
    fc.assert(
      fc.property(
        fc.record({ minute, hour, timeZone: zone }),
        fc.array(fc.integer({ min: 1, max: 40 * 3_600_000 }), { minLength: 1, maxLength: 6 }),
        (when, gaps) => {
          const schedule = {
            cron: `${when.minute} ${when.hour} * * *`,
            timeZone: when.timeZone,
            missed: 'all',
          } as const
          const start = at('2026-03-25T00:00:00Z')
          const found: number[] = []
          let looked = start
          for (const gap of gaps) {
            const next = looked + gap
            found.push(...dueTimes(schedule, found.at(-1) ?? start, next, 60_000))
            looked = next
          }
          const all = occurrences(schedule, start, 60).filter((time) => time <= looked)
          expect(found).toEqual(all)
        },
      ),
    )
  })
})
