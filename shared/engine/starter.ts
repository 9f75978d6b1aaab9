import type { RunRecord } from './state.ts'
import { loggableText } from './wellFormed.ts'

/** Who started the run, or the first of those that it is a part of; null when nobody by name did. */
export function starterOf({ parent, request }: Pick<RunRecord, 'parent' | 'request'>): string | null {
  const by = parent ? (parent.by ?? null) : request.by
  return by === null ? null : loggableText(by)
}
