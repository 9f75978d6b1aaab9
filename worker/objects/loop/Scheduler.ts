import type { ScheduleStatus } from '../../../shared/api/loops.ts'
import type { Schedule } from '../../../shared/graph/schedule.ts'
import { occurrences } from '../../../shared/schedule/occurrences.ts'
import type { Env } from '../../env.ts'
import type { Answer } from '../../http/problem.ts'
import { readTrace } from '../../http/trace.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import { type Started, shardOf } from '../ports.ts'
import { sendPlaced } from '../routing.ts'
import { callersKey } from '../shard/dedupeKey.ts'
import type { DueRun, ScheduleTable } from './ScheduleTable.ts'

const retryMs = 30_000
const shownTimes = 5

/** What a shard may get over by itself: the time is kept, and tried again. */
const passing: readonly string[] = ['queue-full', 'internal']

/** Starts the runs of a loop's schedules. */
export class Scheduler {
  readonly #env: Env
  readonly #table: ScheduleTable

  constructor(env: Env, table: ScheduleTable) {
    this.#env = env
    this.#table = table
  }

  /** Starts what is due. Each time has a key of its own, so that a time that is dealt with twice is one run. */
  async run(loop: string, schedules: readonly Schedule[], now: number): Promise<void> {
    const waiting = new Set<string>()
    for (const due of this.#table.due(schedules, now)) {
      if (waiting.has(due.schedule.id)) continue
      if (!(await this.#start(loop, due, now))) waiting.add(due.schedule.id)
    }
    this.#table.skipMissed(schedules, now)
  }

  status(schedules: readonly Schedule[], now: number): ScheduleStatus[] {
    return schedules.map((schedule) => ({
      id: schedule.id,
      cron: schedule.cron,
      timeZone: schedule.timeZone ?? 'UTC',
      next: occurrences(schedule, now, shownTimes),
      last: this.#table.last(schedule.id),
    }))
  }

  /** Whether the time is dealt with. */
  async #start(loop: string, due: DueRun, now: number): Promise<boolean> {
    const { id } = due.schedule
    try {
      const started = await this.#send(loop, due)
      if (started.ok) this.#table.handle(due, { run: started.value.run.run, error: null })
      else if (passing.includes(started.refusal.code)) {
        this.#table.putOff(due, now + retryMs, started.refusal.detail)
        return false
      } else {
        log('warn', 'schedule.refused', { loop, schedule: id, code: started.refusal.code })
        this.#table.handle(due, { run: null, error: started.refusal.detail })
      }
      return true
    } catch (error) {
      log('error', 'schedule.failed', { loop, schedule: id, ...describeBug(error) })
      this.#table.putOff(due, now + retryMs, 'The run could not be started; it is tried again.')
      return false
    }
  }

  #send(loop: string, { schedule, time }: DueRun): Promise<Answer<Started>> {
    const scheduledFor = new Date(time).toISOString()
    const key = `${schedule.id}/${scheduledFor}`
    const keyed = callersKey(key, 'schedule')
    const call = { input: schedule.input, version: null, by: `schedule:${schedule.id}`, key, scheduledFor }
    return sendPlaced(
      this.#env,
      loop,
      () => (keyed.ok ? (keyed.value?.key ?? null) : null),
      (shard, revision) =>
        shardOf(this.#env, loop, shard).start({ ...call, trace: readTrace(null), prefer: null, revision }),
    )
  }
}
