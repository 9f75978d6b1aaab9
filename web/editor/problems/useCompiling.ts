import { useEffect } from 'react'
import { useEditorStore } from '../store/EditorContext.ts'
import { createCompiler } from './createCompiler.ts'

/** How long the builder has to pause before the graph is compiled. */
const pauseMs = 120

/** Compiles the graph, off the main thread, whenever it has changed and a pause was made. */
export function useCompiling(): void {
  const store = useEditorStore()
  useEffect(() => {
    const compiler = createCompiler((result) => store.getState().setCompiled(result))
    let timer: ReturnType<typeof setTimeout> | undefined
    const compileNow = () => {
      const { graph, workspace } = store.getState()
      compiler.compile(graph, workspace)
    }
    compileNow()
    const stop = store.subscribe((state, before) => {
      if (state.graph === before.graph && state.workspace === before.workspace) return
      clearTimeout(timer)
      timer = setTimeout(compileNow, pauseMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
      compiler.close()
    }
  }, [store])
}
