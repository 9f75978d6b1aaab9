import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ScheduleList } from '../../shared/api/loops.ts'
import { RunList } from '../../shared/api/runs.ts'
import type { Schedule } from '../../shared/graph/schedule.ts'
import { loopOf } from '../../worker/objects/ports.ts'
import { asAdmin, env, eventsOf, jsonOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const hourly: Schedule = { id: 'hourly', cron: '0 * * * *', input: { by: 'the clock' } }

const scheduled = (over: Partial<Schedule> = {}) =>
  publish(aGraph({ trigger: { schedules: [{ ...hourly, ...over }] } }))

const statusOf = async (loop: string) =>
  ScheduleList.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/schedules`))).schedules[0]

const runsOf = async (loop: string) =>
  RunList.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/runs`))).runs

/** Lets the alarm ring at that time. */
async function ringAt(loop: string, time: number): Promise<void> {
  const now = vi.spyOn(Date, 'now').mockReturnValue(time)
  await runDurableObjectAlarm(object(loop))
  now.mockRestore()
}

const object = (loop: string) => loopOf(env, loop) as unknown as DurableObjectStub

const alarmOf = (loop: string) => runInDurableObject(object(loop), (_, { storage }) => storage.getAlarm())

async function firstTimeOf(loop: string): Promise<number> {
  const [time] = (await statusOf(loop))?.next ?? []
  if (time === undefined) throw new Error('The schedule has no time.')
  return time
}

describe('a schedule', () => {
  it('starts a run at its time, once, with its input', async () => {
    const loop = await scheduled()
    const time = await firstTimeOf(loop)
    expect(await alarmOf(loop)).toBe(time)
    await ringAt(loop, time)
    const [run, ...others] = await runsOf(loop)
    expect(others).toEqual([])
    const [accepted] = await eventsOf(run?.run ?? '')
    expect(accepted?.data).toMatchObject({
      input: hourly.input,
      request: {
        source: 'schedule',
        by: 'schedule:hourly',
        scheduledFor: new Date(time).toISOString(),
      },
    })
    expect((await statusOf(loop))?.last).toEqual({ time, run: run?.run, error: null })
    expect(await alarmOf(loop)).toBe(time + 3_600_000)
    await ringAt(loop, time + 1000)
    expect(await runsOf(loop)).toHaveLength(1)
  })

  it('starts no second run when the object is lost before it noted the first', async () => {
    const loop = await scheduled()
    const time = await firstTimeOf(loop)
    await ringAt(loop, time)
    await runInDurableObject(object(loop), (_, { storage }) => {
      storage.sql.exec('UPDATE schedules SET handled = ?', time - 1)
    })
    await ringAt(loop, time + 1000)
    expect(await runsOf(loop)).toHaveLength(1)
  })

  it.for([
    ['once', 1],
    ['all', 3],
    ['skip', 0],
  ] as const)('makes up for what was missed as it says: %s', async ([missed, count]) => {
    const loop = await scheduled({ missed })
    const time = await firstTimeOf(loop)
    const later = time + 2 * 3_600_000 + 600_000
    await ringAt(loop, later)
    expect(await runsOf(loop)).toHaveLength(count)
    expect(await alarmOf(loop)).toBe(time + 3 * 3_600_000)
    await ringAt(loop, later + 1000)
    expect(await runsOf(loop)).toHaveLength(count)
  })

  it('is tried again when there is no room, and then starts its run', async () => {
    const loop = await publish({
      ...aGraph({
        trigger: { schedules: [hourly], admission: { concurrency: 1 } },
        act: { call: { uses: 'wait', for: { type: 'duration', seconds: 3600 } }, idempotency: 'native' },
      }),
      limits: { queue: 1, durationSeconds: 7200 },
    })
    const { run } = (await jsonOf(
      await asAdmin(`/api/loops/${loop}/runs`, { method: 'POST', json: { input: {} } }),
      202,
    )) as { run: string }
    const time = await firstTimeOf(loop)
    await ringAt(loop, time)
    expect((await statusOf(loop))?.last?.error).toMatch(/under way/)
    expect(await alarmOf(loop)).toBe(time + 30_000)
    const cancel = { method: 'POST', json: { reason: 'room', compensate: false } }
    await jsonOf(await asAdmin(`/api/runs/${run}/cancel`, cancel), 202)
    await ringAt(loop, time + 30_000)
    expect((await statusOf(loop))?.last).toMatchObject({ time, error: null, run: expect.any(String) })
  })

  it('is left out where the trigger refuses its input, and says why', async () => {
    const rejects = {
      id: 'by',
      when: "input.by != 'the clock'",
      effect: 'reject' as const,
      message: 'Not by it.',
    }
    const loop = await publish(aGraph({ trigger: { schedules: [hourly], quality: [rejects] } }))
    const time = await firstTimeOf(loop)
    await ringAt(loop, time)
    expect((await statusOf(loop))?.last).toMatchObject({
      time,
      run: null,
      error: expect.stringMatching(/Not by it|check/),
    })
    expect(await alarmOf(loop)).toBe(time + 3_600_000)
    expect(await runsOf(loop)).toEqual([])
  })

  it('that is changed looks ahead only, and one that is taken out is over', async () => {
    const loop = await scheduled()
    const detail = (await jsonOf(await asAdmin(`/api/loops/${loop}`))) as { draft: { revision: number } }
    const save = async (schedules: Schedule[], revision: number) => {
      const graph = aGraph({ name: loop, trigger: schedules.length > 0 ? { schedules } : {} })
      const put = { method: 'PUT', json: { graph }, headers: { 'if-match': `"${revision}"` } }
      await jsonOf(await asAdmin(`/api/loops/${loop}/draft`, put))
      const publication = { method: 'POST', json: { revision: revision + 1, note: '' } }
      await jsonOf(await asAdmin(`/api/loops/${loop}/versions`, publication), 201)
    }
    await save([{ ...hourly, cron: '30 * * * *' }], detail.draft.revision)
    const time = await firstTimeOf(loop)
    expect(new Date(time).getUTCMinutes()).toBe(30)
    expect(await alarmOf(loop)).toBe(time)
    await save([], detail.draft.revision + 1)
    expect(await statusOf(loop)).toBeUndefined()
    expect(await alarmOf(loop)).toBeNull()
  })
})
