/** The beginning of every UUIDv7 that was made at that time or later sorts behind this (RFC 9562, section 5.7). */
export function uuidTime(time: number): string {
  const hex = Math.max(0, Math.floor(time)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}
