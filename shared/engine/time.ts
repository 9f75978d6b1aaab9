import { fromJson, toJson } from '@bufbuild/protobuf'
import { TimestampSchema, timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt'

/** What RFC 3339 can say: the years 1 to 9999. */
const [first, last] = [-62_135_596_800_000, 253_402_300_799_999]

/** A turn has one time, and each of its policies reads it. */
let latest = { at: Number.NaN, text: '' }

/** A time as RFC 3339 text, in UTC. */
export function asTimeText(at: number): string {
  if (latest.at !== at)
    latest = { at, text: toJson(TimestampSchema, timestampFromMs(Math.min(Math.max(at, first), last))) }
  return latest.text
}

/** The time that RFC 3339 text says, in milliseconds since the epoch; null when it says none. */
export function readTime(text: string): number | null {
  try {
    return timestampMs(fromJson(TimestampSchema, text))
  } catch {
    return null
  }
}
