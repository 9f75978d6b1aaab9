import { createContext, useMemo } from 'react'
import { simulatedIn } from '../model/simulated.ts'
import { useEditor, useEditorShallow } from '../store/EditorContext.ts'
import type { EditorState } from '../store/editorState.ts'
import type { ActionMock } from '../store/trySlice.ts'
import { shownTrial } from '../try/useTrialMarks.ts'
import type { Stopped } from './stops.ts'

/** How a result comes that nobody computed and no target brought. */
export type MadeUp = 'pinned' | 'mocked'

/** What Try has set on the canvas: by node what is made up, where a run stops, and where one stands. */
export type TrialMarks = {
  made: ReadonlyMap<string, MadeUp>
  nodes: ReadonlySet<string>
  edges: ReadonlySet<string>
  stopped: Stopped | null
}

/** Null on a canvas that only shows. */
export const TrialMarksContext = createContext<TrialMarks | null>(null)

type Settings = Pick<EditorState, 'mocks'> & { graph: Pick<EditorState['graph'], 'nodes'> }
const known = new WeakMap<EditorState['mocks'], { nodes: unknown; made: ReadonlyMap<string, MadeUp> }>()

const none: ReadonlyMap<string, MadeUp> = new Map()

/**
 * By node what is pinned or mocked; a node with both is mocked. Those of nodes that are gone are left out. Made once for all who ask, and
 * the same map as long as it says the same: every card reads it.
 */
export function madeUpIn({ graph, mocks }: Settings): ReadonlyMap<string, MadeUp> {
  if (Object.keys(mocks).length === 0) return none
  const before = known.get(mocks)
  if (before?.nodes === graph.nodes) return before.made
  const found = findMadeUp({ graph, mocks })
  const made = before && isSame(before.made, found) ? before.made : found
  known.set(mocks, { nodes: graph.nodes, made })
  return made
}

function isSame(before: ReadonlyMap<string, MadeUp>, found: ReadonlyMap<string, MadeUp>): boolean {
  return before.size === found.size && [...found].every(([node, made]) => before.get(node) === made)
}

function findMadeUp({ graph, mocks }: Settings): Map<string, MadeUp> {
  const made = new Map<string, MadeUp>()
  if (Object.keys(mocks).length === 0) return made
  const mark = (node: string, mock: ActionMock | undefined) => {
    if (mock && made.get(node) !== 'mocked') made.set(node, mock.pinned ? 'pinned' : 'mocked')
  }
  for (const { key, node } of simulatedIn(graph.nodes)) mark(node, mocks[key])
  // What is computed is simulated only where it is pinned.
  for (const { id } of graph.nodes) if (!made.has(id)) mark(id, mocks[id])
  return made
}

/** What the canvas shows of Try. */
export function useTrialSettings(): TrialMarks {
  // The same for as long as what is in it is: every card and wire reads it.
  const made = useEditorShallow(madeUpIn)
  const breakpoints = useEditor((state) => state.breakpoints)
  const stopped = useEditor((state) =>
    state.dock === 'try' && state.session && shownTrial(state) ? (state.trial?.stopped ?? null) : null,
  )
  return useMemo(
    () => ({ made, nodes: new Set(breakpoints.nodes), edges: new Set(breakpoints.edges), stopped }),
    [made, breakpoints, stopped],
  )
}
