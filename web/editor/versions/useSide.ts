import { useMemo } from 'react'
import { assertNever } from '../../../shared/assertNever.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { useApi } from '../../app/useApi.ts'
import { readGraph } from '../model/readGraph.ts'
import { type Side, sideName } from '../store/compareSlice.ts'
import { useEditor } from '../store/EditorContext.ts'

export type LoadedSide =
  | { type: 'loading' }
  | { type: 'loaded'; graph: Graph }
  | { type: 'failed'; message: string }

const loading: LoadedSide = { type: 'loading' }

/** The graph of one side of a comparison. A version never changes, so it is asked for once. */
export function useSide(side: Side): LoadedSide {
  const loop = useEditor((state) => state.graph.name)
  const draft = useEditor((state) => state.graph)
  const theirs = useEditor((state) =>
    state.draft.type === 'conflict' ? state.draft.theirs.graph : undefined,
  )
  const version = side.type === 'version' ? String(side.number) : ''
  const { data, error } = useApi(
    'getVersion',
    { params: { loop, version } },
    { enabled: side.type === 'version', staleTime: Number.POSITIVE_INFINITY },
  )
  const proposal = side.type === 'proposal' ? String(side.number) : ''
  const proposed = useApi(
    'getProposal',
    { params: { loop, proposal } },
    { enabled: side.type === 'proposal', staleTime: Number.POSITIVE_INFINITY },
  )
  return useMemo((): LoadedSide => {
    switch (side.type) {
      case 'draft':
        return { type: 'loaded', graph: draft }
      case 'theirs':
        return readTheirs(theirs)
      case 'version':
        if (data) return { type: 'loaded', graph: data.graph }
        return error ? { type: 'failed', message: `${sideName(side)}: ${error.message}` } : loading
      case 'proposal':
        if (proposed.data) return ofProposal(proposed.data.proposed?.graph)
        return proposed.error
          ? { type: 'failed', message: `${sideName(side)}: ${proposed.error.message}` }
          : loading
      default:
        return assertNever(side)
    }
  }, [side, draft, theirs, data, error, proposed.data, proposed.error])
}

function ofProposal(graph: Graph | undefined): LoadedSide {
  if (graph) return { type: 'loaded', graph }
  return { type: 'failed', message: 'That proposal changes which versions receive traffic, and no graph.' }
}

function readTheirs(theirs: unknown): LoadedSide {
  if (theirs === undefined)
    return { type: 'failed', message: 'There is no other draft: nothing waits to be merged.' }
  const read = readGraph(theirs)
  if (read.ok) return { type: 'loaded', graph: read.graph }
  return { type: 'failed', message: `The other draft can’t be drawn: ${read.faults[0]?.message ?? ''}` }
}
