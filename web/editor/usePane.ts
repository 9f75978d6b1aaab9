import { useEffect, useMemo, useRef } from 'react'
import type { PanelImperativeHandle } from 'react-resizable-panels'
import { useEditorStore } from './store/EditorContext.ts'
import type { Pane } from './store/viewSlice.ts'

/** Ties a pane of the layout to the store: a command shuts and opens it, and dragging it shut is known to the commands. */
export function usePane(pane: Pane) {
  const store = useEditorStore()
  const handle = useRef<PanelImperativeHandle>(null)
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const open = state.panes[pane]
        const panel = handle.current
        if (!panel || open === before.panes[pane] || open === !panel.isCollapsed()) return
        if (open) panel.expand()
        else panel.collapse()
      }),
    [store, pane],
  )
  return useMemo(
    () => ({ handle, onCollapsedChange: (collapsed: boolean) => store.getState().setPane(pane, !collapsed) }),
    [store, pane],
  )
}
