import { Cron } from 'croner'
import type { MissedRuns, Schedule } from '../graph/schedule.ts'

type When = Pick<Schedule, 'cron' | 'timeZone'>

/** What can't be read of a schedule, and where; null when all of it can. */
export function scheduleFault({
  cron,
  timeZone,
}: When): { field: 'cron' | 'timeZone'; message: string } | null {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    return { field: 'timeZone', message: `There is no time zone “${timeZone}”` }
  try {
    cronOf({ cron })
    return null
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const reason = error.message.replace(/^Cron(Pattern)?: /, '')
    return { field: 'cron', message: `“${cron}” is no cron expression of five fields: ${reason}` }
  }
}

/** The next times of a schedule after a time, oldest first; all in milliseconds since the epoch. Fewer where there are no more. */
export function occurrences(schedule: When, after: number, count: number): number[] {
  return cronOf(schedule)
    .nextRuns(count, dateOf(after))
    .map((time) => time.getTime())
}

/** The most runs that are made up for. */
const mostMissed = 100

/**
 * The times for which a run is due: those after `handled` up to `now`. The last one is on time when it is no older than `graceMs`; what
 * lies before it was missed.
 */
export function dueTimes(
  schedule: When & { missed?: MissedRuns | undefined },
  handled: number,
  now: number,
  graceMs: number,
): number[] {
  const passed = passedTimes(schedule, handled, now)
  switch (schedule.missed ?? 'once') {
    case 'all':
      return passed
    case 'once':
      return passed.slice(-1)
    case 'skip':
      return passed.slice(-1).filter((time) => now - time <= graceMs)
  }
}

/** The newest of the times that passed, oldest first. A time is passed as soon as it has come. */
function passedTimes(schedule: When, handled: number, now: number): number[] {
  const cron = cronOf(schedule)
  const passed: number[] = []
  let time = cron.nextRun(dateOf(handled))
  while (time && time.getTime() <= now) {
    passed.push(time.getTime())
    // After a long absence it is shorter to look back from now.
    if (passed.length > mostMissed) return newestTimes(cron, now)
    time = cron.nextRun(time)
  }
  return passed
}

function newestTimes(cron: Cron, now: number): number[] {
  return cron
    .previousRuns(mostMissed, dateOf(now + 1))
    .map((time) => time.getTime())
    .reverse()
}

// oxlint-disable-next-line no-restricted-globals -- a time that is given, as the library takes it
const dateOf = (time: number) => new Date(time)

function cronOf({ cron, timeZone = 'UTC' }: When): Cron {
  return new Cron(cron, { mode: '5-part', timezone: timeZone, paused: true })
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
