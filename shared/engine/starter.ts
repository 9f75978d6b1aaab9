import { type Doer, doerOf } from './person.ts'
import type { RunRecord } from './state.ts'
import { loggableText } from './wellFormed.ts'

/** Who started the run, or the first of those that it is a part of; null when nobody by name did. */
export function starterOf({ parent, request }: Pick<RunRecord, 'parent' | 'request'>): Doer | null {
  const { by = null, person } = parent ?? request
  return by === null ? null : doerOf({ by: loggableText(by), person })
}
