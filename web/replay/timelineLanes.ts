import type { Bar } from './timelineBars.ts'

/** A line of the timeline: a node's work, or that of one item of the list that its step maps over. */
export type Lane = {
  key: string
  node: string
  /** Set for the line of one item. */
  item: number | null
  /** How many items it can be opened into; 0 when there are none. */
  items: number
  opened: boolean
  bars: readonly Bar[]
}

/** A list of up to so many items stands open without being asked. */
export const openItems = 10

/**
 * The lines of a timeline. A node whose step maps over a list has a line for all and, when it is open, one for each item;
 * `toggled` are the nodes where that is the other way round than usual.
 */
export function timelineLanes(bars: readonly Bar[], toggled: ReadonlySet<string>): Lane[] {
  const byNode = new Map<string, Bar[]>()
  for (const bar of bars) {
    const known = byNode.get(bar.lane)
    if (known) known.push(bar)
    else byNode.set(bar.lane, [bar])
  }
  return [...byNode].flatMap(([node, own]) => {
    const places = [...new Set(own.flatMap((bar) => (bar.item === null ? [] : [bar.item])))]
    const usual = places.length > 0 && places.length <= openItems
    const opened = places.length > 0 && usual !== toggled.has(node)
    const whole: Lane = { key: node, node, item: null, items: places.length, opened, bars: own }
    if (!opened) return [whole]
    const lines = places
      .toSorted((one, other) => one - other)
      .map(
        (item): Lane => ({
          key: `${node}[${item}]`,
          node,
          item,
          items: 0,
          opened: false,
          bars: own.filter((bar) => bar.item === item),
        }),
      )
    return [whole, ...lines]
  })
}

/** The names of lanes that belong to no node. */
export const laneNames: Readonly<Record<string, string>> = {
  approval: 'Approval',
  queue: 'Queue',
  signal: 'Events',
}
