import { fromJson, toJson } from '@bufbuild/protobuf'
import { TimestampSchema, timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt'

/** A time as RFC 3339 text, in UTC. */
export function asTimeText(at: number): string {
  return toJson(TimestampSchema, timestampFromMs(at))
}

/** The time that RFC 3339 text says, in milliseconds since the epoch; null when it says none. */
export function readTime(text: string): number | null {
  try {
    return timestampMs(fromJson(TimestampSchema, text))
  } catch {
    return null
  }
}
