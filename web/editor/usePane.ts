import { useEffect, useMemo, useRef } from 'react'
import type { PanelImperativeHandle } from 'react-resizable-panels'
import { useEditorStore } from './store/EditorContext.ts'
import type { DockTab, Pane } from './store/viewSlice.ts'

/** The height at which the input, its samples and the log can be worked with. */
const roomToTry = 380

const roomy: ReadonlySet<DockTab> = new Set<DockTab>(['try', 'tests', 'call'])

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
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const panel = handle.current
        const needsRoom = roomy.has(state.dock) && !roomy.has(before.dock)
        if (pane !== 'dock' || !needsRoom || !panel) return
        // Trying needs room for the input and the log side by side with the canvas above.
        requestAnimationFrame(() => {
          if (panel.getSize().inPixels >= roomToTry) return
          panel.resize(roomToTry)
          store.getState().canvas?.fitResized()
        })
      }),
    [store, pane],
  )
  return useMemo(
    () => ({ handle, onCollapsedChange: (collapsed: boolean) => store.getState().setPane(pane, !collapsed) }),
    [store, pane],
  )
}
