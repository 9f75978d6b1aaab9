import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { nodeOf } from './model/connect.ts'
import { useEditorStore } from './store/EditorContext.ts'
import type { EditorState } from './store/editorState.ts'
import { type DockTab, dockTabs } from './store/viewSlice.ts'

const restMs = 250

/**
 * Keeps the node that is looked at, and what the dock shows, in the address (`?node=verify&dock=try`): a link leads to the very place,
 * and so does a reload. It is written once things rest, since browsers refuse an address that changes with every step.
 */
export function useViewInUrl(): void {
  const store = useEditorStore()
  const [params, setParams] = useSearchParams()
  const [opened] = useState(params)
  useEffect(() => {
    openView(store.getState(), opened)
  }, [store, opened])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = store.subscribe((state, before) => {
      if (state.selection === before.selection && state.dock === before.dock) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        setParams((was) => viewParams(store.getState(), was), { replace: true, preventScrollReset: true })
      }, restMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [store, setParams])
}

function openView(state: EditorState, params: URLSearchParams): void {
  const node = nodeOf(state.graph, params.get('node') ?? '')
  const dock = dockTabs.find((tab) => tab === params.get('dock'))
  if (node) {
    state.select({ nodes: [node.id] })
    state.canvas?.reveal([node.id])
  }
  if (dock) state.showDock(dock)
}

function viewParams({ selection, dock }: EditorState, was: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(was)
  const [node, ...others] = selection.nodes
  if (node !== undefined && others.length === 0) next.set('node', node)
  else next.delete('node')
  if (dock === usualDock) next.delete('dock')
  else next.set('dock', dock)
  return next
}

const usualDock: DockTab = 'problems'
