/** What a log line may hold: names, numbers, ids. Never a body, an input, a header's value or a secret. */
export type LogFields = Record<string, string | number | boolean | null>

/** Writes one structured line. */
export function log(level: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): void {
  console[level](JSON.stringify({ level, event, ...fields }))
}

/** What of an error may be logged: its class and where it was thrown. Messages may quote what a caller sent. */
export function describeBug(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error, at: null }
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? null
  return { error: error.name, at: frame?.trim() ?? null }
}
