import { useEffect, useMemo, useRef } from 'react'
import type { PanelImperativeHandle } from 'react-resizable-panels'
import { useEditorStore } from './store/EditorContext.ts'
import type { DockTab, Pane } from './store/viewSlice.ts'

/** The height in pixels at which what a tab shows can be worked with; problems are a list of any length. */
const roomFor: Readonly<Record<DockTab, number>> = {
  problems: 0,
  program: 240,
  versions: 240,
  prove: 300,
  try: 380,
  tests: 380,
  call: 380,
}

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
        const room = roomFor[state.dock]
        if (pane !== 'dock' || room <= roomFor[before.dock] || !panel) return
        requestAnimationFrame(() => {
          if (panel.getSize().inPixels < room) panel.resize(room)
        })
      }),
    [store, pane],
  )
  return useMemo(
    () => ({ handle, onCollapsedChange: (collapsed: boolean) => store.getState().setPane(pane, !collapsed) }),
    [store, pane],
  )
}
