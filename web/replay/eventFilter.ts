import type { RunEvent } from '../../shared/engine/event.ts'
import { describeEvent } from '../../shared/projections/describeEvent.ts'
import { type EventFamily, familyOf, nodeOf } from './eventFamily.ts'

export type EventFilter = {
  /** Empty shows every family. */
  families: ReadonlySet<EventFamily>
  text: string
  node: string | null
}

export const noFilter: EventFilter = { families: new Set(), text: '', node: null }

/** The searchable text of each event, made once: searching while typing goes over thousands. */
const haystacks = new WeakMap<RunEvent, string>()

function haystackOf(event: RunEvent): string {
  const known = haystacks.get(event)
  if (known !== undefined) return known
  const text = `${event.type} ${describeEvent(event)} ${JSON.stringify(event.data)}`.toLowerCase()
  haystacks.set(event, text)
  return text
}

/** Which action each step of each iteration uses, so that an event of a step finds its node. */
export function nodesOf(events: readonly RunEvent[]): (string | null)[] {
  const actions = new Map<string, string>()
  return events.map((event) => {
    const own = nodeOf(event)
    if (!('step' in event.data)) return own
    const { step } = event.data
    const key = 'iteration' in event.data ? `${event.data.iteration}/${step}` : step
    if (event.type === 'step.started') actions.set(key, event.data.action)
    return own ?? actions.get(key) ?? null
  })
}

/** Cursor positions of the events that fit, ascending. */
export function filterEvents(
  events: readonly RunEvent[],
  nodes: readonly (string | null)[],
  filter: EventFilter,
): number[] {
  const text = filter.text.trim().toLowerCase()
  const fitting: number[] = []
  events.forEach((event, index) => {
    if (filter.families.size > 0 && !filter.families.has(familyOf(event))) return
    if (filter.node !== null && nodes[index] !== filter.node) return
    if (text !== '' && !haystackOf(event).includes(text)) return
    fitting.push(index + 1)
  })
  return fitting
}
