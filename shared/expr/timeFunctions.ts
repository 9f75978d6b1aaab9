import { type CelFunc, CelScalar, celMethod, objectType } from '@bufbuild/cel'
import { type Timestamp, TimestampSchema } from '@bufbuild/protobuf/wkt'

const { INT, STRING } = CelScalar
const TIMESTAMP = objectType(TimestampSchema)

const msPerDay = 86_400_000

type Civil = { year: number; month: number; day: number; dayNumber: number; ms: number }

/**
 * The parts of a time, in UTC or in a named zone. The library computes them in the zone of the machine, so that an hour
 * skipped there by summer time would change what an expression says.
 */
export function timeFunctions(): CelFunc[] {
  return [
    ...partOfTime('getFullYear', ({ year }) => year),
    ...partOfTime('getMonth', ({ month }) => month - 1),
    ...partOfTime('getDate', ({ day }) => day),
    ...partOfTime('getDayOfMonth', ({ day }) => day - 1),
    ...partOfTime('getDayOfWeek', ({ dayNumber }) => (((dayNumber + 4) % 7) + 7) % 7),
    ...partOfTime('getDayOfYear', ({ dayNumber, year }) => dayNumber - dayNumberOf(year, 1, 1)),
    ...partOfTime('getHours', ({ ms }) => Math.floor(ms / 3_600_000)),
    ...partOfTime('getMinutes', ({ ms }) => Math.floor(ms / 60_000) % 60),
    ...partOfTime('getSeconds', ({ ms }) => Math.floor(ms / 1000) % 60),
    ...partOfTime('getMilliseconds', ({ ms }) => ms % 1000),
  ]
}

function partOfTime(name: string, part: (civil: Civil) => number): CelFunc[] {
  return [
    celMethod(name, TIMESTAMP, [], INT, function () {
      return BigInt(part(civilOf(millisecondsOf(this.message))))
    }),
    celMethod(name, TIMESTAMP, [STRING], INT, function (zone) {
      const ms = millisecondsOf(this.message)
      return BigInt(part(civilOf(ms + offsetOf(zone, ms))))
    }),
  ] satisfies CelFunc[]
}

function millisecondsOf({ seconds, nanos }: Timestamp): number {
  return Number(seconds) * 1000 + Math.floor(nanos / 1_000_000)
}

/** How far a zone is ahead of UTC at a time: `+02:00`, `-08:00`, `UTC` or a name such as `Europe/Berlin`. */
function offsetOf(zone: string, ms: number): number {
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(zone)
  if (!fixed) return namedOffset(zone, ms)
  const minutes = Number(fixed[2]) * 60 + Number(fixed[3])
  return (fixed[1] === '-' ? -1 : 1) * minutes * 60_000
}

function namedOffset(timeZone: string, ms: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const local =
    dayNumberOf(at('year'), at('month'), at('day')) * msPerDay +
    at('hour') * 3_600_000 +
    at('minute') * 60_000 +
    at('second') * 1000
  return local - Math.floor(ms / 1000) * 1000
}

/** The date of a time in the proleptic Gregorian calendar, with the milliseconds since midnight. */
function civilOf(ms: number): Civil {
  const dayNumber = Math.floor(ms / msPerDay)
  // Years are counted from March on, so that the leap day is the last of its year.
  const shifted = dayNumber + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, day, dayNumber, ms: ms - dayNumber * msPerDay }
}

/** Days since 1970-01-01. */
function dayNumberOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
