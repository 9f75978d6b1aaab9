import type { Diagnostic } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { type CompileContext, diagnose, fieldOf } from '../report.ts'

type Follows = Readonly<Record<string, readonly string[]>>

/** Loops that a trigger listens to: they exist, and following them leads nowhere back. */
export function checkLoopEvents({ graph, trigger }: GraphIndex, context: CompileContext): Diagnostic[] {
  const listened = trigger?.on ?? []
  return listened.flatMap(({ id, loop }, place) => {
    if (!trigger) return []
    const at = (field: string) => fieldOf(trigger.id, `/on/${place}/${field}`)
    const isTwice = listened.findIndex((each) => each.id === id) !== place
    const back = wayBack(graph.name, loop, context.follows ?? {})
    const isKnown = loop === graph.name || (context.loops?.includes(loop) ?? true)
    return [
      ...(isTwice ? [diagnose('duplicate-item', at('id'), `There are two events “${id}”`)] : []),
      ...(isKnown ? [] : [diagnose('unknown-loop', at('loop'), `The workspace has no loop “${loop}”`)]),
      ...(back ? [diagnose('event-cycle', at('loop'), cycleWords(back))] : []),
    ]
  })
}

const cycleWords = (way: readonly string[]) =>
  `Each run would lead to another without end: ${[...way, way[0]].map((loop) => `“${loop}”`).join(' follows ')}`

/** The loops from one to itself, each of which follows the next; null where there is no such way. */
function wayBack(name: string, first: string, follows: Follows): string[] | null {
  const seen = new Set<string>()
  const search = (loop: string, way: readonly string[]): string[] | null => {
    if (loop === name) return [...way]
    if (seen.has(loop)) return null
    seen.add(loop)
    for (const next of (Object.hasOwn(follows, loop) ? follows[loop] : undefined) ?? []) {
      const found = search(next, [...way, loop])
      if (found) return found
    }
    return null
  }
  return search(first, [name])
}
