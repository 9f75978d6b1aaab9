import { useDeferredValue, useMemo, useSyncExternalStore } from 'react'
import { type LiveScope, liveScope } from '../../model/liveScope.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { useFormNode } from '../FormScope.ts'

const nothing = () => () => undefined

/**
 * The values that the expressions of the node around can be shown with: those of the recorded run that was picked, as it ended, else of
 * the last trial, at the moment that is played, else samples.
 */
export function useLiveScope(): LiveScope {
  const node = useFormNode()
  const graph = useDeferredValue(useEditor((state) => state.graph))
  const tryInput = useDeferredValue(useEditor((state) => state.tryInput))
  const shown = useEditor((state) => state.shownRun ?? state.trial)
  const cursor = useSyncExternalStore(
    shown?.playback.subscribe ?? nothing,
    () => shown?.playback.getState().cursor ?? 0,
  )
  return useMemo(() => {
    // The moment decides what the playback gives.
    void cursor
    return liveScope(graph, node, tryInput, shown)
  }, [graph, node, tryInput, shown, cursor])
}
