import { useMemo, useSyncExternalStore } from 'react'
import { type CanvasMarks, canvasMarks } from '../../../shared/projections/canvasMarks.ts'
import { simulatedIn } from '../model/simulated.ts'
import { shownViolation } from '../prove/proofState.ts'
import { useEditor } from '../store/EditorContext.ts'
import type { EditorState } from '../store/editorState.ts'
import type { Trial } from '../store/trySlice.ts'
import { shownTest } from '../tests/testState.ts'

/** The simulated run that the canvas shows: only beside its controls, and only while the loop is the one that was run. */
export function shownTrial(state: EditorState): Pick<Trial, 'program' | 'playback'> | null {
  if (state.dock === 'tests') return shownTest(state)
  if (state.dock === 'prove') return shownViolation(state)
  const { trial, dock, panes, program } = state
  if (!trial || dock !== 'try' || !panes.dock) return null
  return program?.version === trial.program.version ? trial : null
}

const nothing = () => () => undefined

/** What the simulated run shows on the canvas at the moment that is played; null while none is shown. */
export function useTrialMarks(): CanvasMarks | null {
  const trial = useEditor(shownTrial)
  const graph = useEditor((state) => state.graph)
  const cursor = useSyncExternalStore(
    trial?.playback.subscribe ?? nothing,
    () => trial?.playback.getState().cursor ?? 0,
  )
  return useMemo(
    () => (trial ? canvasMarks(graph, trial.program, trial.playback.getState().stateAt(cursor)) : null),
    [trial, graph, cursor],
  )
}

/** The nodes whose results are made up: those of the run that is shown, and those that are mocked. */
export function useSimulatedActions(): ReadonlySet<string> {
  const trial = useEditor(shownTrial)
  const mocks = useEditor((state) => state.mocks)
  const nodes = useEditor((state) => state.graph.nodes)
  return useMemo(() => {
    const shown = simulatedIn(nodes).filter(({ key }) => trial !== null || Object.hasOwn(mocks, key))
    // What is computed is made up only where it is pinned.
    const own = nodes.filter(({ id }) => Object.hasOwn(mocks, id))
    return new Set([...shown.map(({ node }) => node), ...own.map(({ id }) => id)])
  }, [trial, mocks, nodes])
}
