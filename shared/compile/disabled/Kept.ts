import type { NodeId } from '../../graph/ids.ts'
import type { Diagnostic, Fix, Place } from '../diagnostic.ts'

/** A list of which entries were left out: its JSON Pointer, and the old places of those that stayed, in their order. */
type KeptList = { pointer: string; places: readonly number[] }

/**
 * Remembers where things stood before some were left out of lists, so that what is said of the smaller graph points at the one the
 * builder sees.
 */
export class Kept {
  readonly #ofGraph: KeptList[] = []
  readonly #ofNodes = new Map<NodeId, KeptList[]>()
  /** Wires that stand for one of the builder's. */
  readonly #wires = new Map<string, string>()
  #nodeIds: readonly NodeId[] = []

  /** Filters a list of the graph. */
  list<T>(pointer: string, list: readonly T[], stays: (entry: T) => boolean): T[] {
    return keep(this.#ofGraph, pointer, list, stays)
  }

  /** Filters a list of a node. Lists inside others come after those, by their old pointers. */
  listOf<T>(node: NodeId, pointer: string, list: readonly T[], stays: (entry: T) => boolean): T[] {
    const lists = this.#ofNodes.get(node) ?? []
    this.#ofNodes.set(node, lists)
    return keep(lists, pointer, list, stays)
  }

  /** The nodes that are left, in their order. */
  nodes(ids: readonly NodeId[]): void {
    this.#nodeIds = ids
  }

  /** The wires that are left, in their order: for each its own id, and the id and the place of the builder's. */
  edges(wires: readonly { id: string; of: string; place: number }[]): void {
    for (const { id, of } of wires) this.#wires.set(id, of)
    this.#ofGraph.push({ pointer: '/edges', places: wires.map(({ place }) => place) })
  }

  diagnostic(found: Diagnostic): Diagnostic {
    const { fix, at, ...rest } = found
    return { ...rest, at: this.#place(at), ...(fix ? { fix: this.#fix(fix) } : {}) }
  }

  #place(at: Place): Place {
    const lists = at.node === undefined ? this.#ofGraph : (this.#ofNodes.get(at.node) ?? [])
    return {
      ...at,
      ...(at.edge === undefined ? {} : { edge: this.#wires.get(at.edge) ?? at.edge }),
      ...(at.field === undefined ? {} : { field: before(at.field, lists) }),
    }
  }

  #fix(fix: Fix): Fix {
    return { ...fix, patch: fix.patch.map((change) => ({ ...change, path: this.#path(change.path) })) }
  }

  #path(path: string): string {
    const [, place, rest] = /^\/nodes\/(\d+)(\/.*)?$/.exec(path) ?? []
    const node = place === undefined ? undefined : this.#nodeIds[Number(place)]
    const inNode = node === undefined ? undefined : this.#ofNodes.get(node)
    const whole = rest && inNode ? path.slice(0, -rest.length) + before(rest, inNode) : path
    return before(whole, this.#ofGraph)
  }
}

function keep<T>(lists: KeptList[], pointer: string, list: readonly T[], stays: (entry: T) => boolean): T[] {
  const places = list.flatMap((entry, place) => (stays(entry) ? [place] : []))
  if (places.length < list.length) lists.push({ pointer, places })
  return list.filter(stays)
}

/** The pointer as it was before. Outer lists come first, so that inner ones find theirs. */
function before(pointer: string, lists: readonly KeptList[]): string {
  return lists.reduce((now, list) => {
    if (!now.startsWith(`${list.pointer}/`)) return now
    const [place = '', ...rest] = now.slice(list.pointer.length + 1).split('/')
    const old = /^\d+$/.test(place) ? list.places[Number(place)] : undefined
    return old === undefined ? now : [list.pointer, old, ...rest].join('/')
  }, pointer)
}
