/**
 * The groups of nodes that lead back to themselves (strongly connected components with a cycle), each in the order of
 * the nodes. Linear and without recursion (Tarjan's algorithm).
 */
export function findCycles(
  nodes: readonly string[],
  successorsOf: (id: string) => readonly string[],
): string[][] {
  const known = new Set(nodes)
  const marks = new Map<string, { order: number; low: number; open: boolean }>()
  const open: string[] = []
  const cycles: string[][] = []
  let order = 0

  const enter = (id: string) => {
    order += 1
    marks.set(id, { order, low: order, open: true })
    open.push(id)
    return { id, rest: successorsOf(id).filter((next) => known.has(next)) }
  }
  const lower = (id: string, low: number) => {
    const mark = marks.get(id)
    if (mark) mark.low = Math.min(mark.low, low)
  }

  for (const root of nodes) {
    if (marks.has(root)) continue
    const path = [enter(root)]
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.shift()
      if (next !== undefined) {
        const mark = marks.get(next)
        if (!mark) path.push(enter(next))
        else if (mark.open) lower(top.id, mark.order)
        continue
      }
      path.pop()
      const mark = marks.get(top.id)
      const parent = path.at(-1)
      if (parent && mark) lower(parent.id, mark.low)
      if (mark?.low === mark?.order) close(top.id)
    }
  }
  return cycles

  function close(id: string): void {
    const group = new Set(open.splice(open.lastIndexOf(id)))
    for (const member of group) {
      const mark = marks.get(member)
      if (mark) mark.open = false
    }
    if (group.size > 1 || successorsOf(id).includes(id)) cycles.push(nodes.filter((node) => group.has(node)))
  }
}
