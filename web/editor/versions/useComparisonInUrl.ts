import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import { comparisonText, parseComparison } from '../store/compareSlice.ts'
import { useEditorStore } from '../store/EditorContext.ts'

/** Keeps what is compared in the address (`?compare=2..draft`), so that it can be linked to, reloaded and left with Back. */
export function useComparisonInUrl(): void {
  const store = useEditorStore()
  const [params, setParams] = useSearchParams()
  const text = params.get('compare')
  useEffect(() => {
    const { comparison, compare, endComparison } = store.getState()
    if (text === (comparison && comparisonText(comparison))) return
    const asked = parseComparison(text)
    if (asked) compare(asked.from, asked.to)
    else endComparison()
  }, [store, text])
  useEffect(
    () =>
      store.subscribe(({ comparison }, before) => {
        if (comparison === before.comparison) return
        const wanted = comparison && comparisonText(comparison)
        if (wanted === text) return
        setParams((was) => {
          const next = new URLSearchParams(was)
          if (wanted === null) next.delete('compare')
          else next.set('compare', wanted)
          return next
        })
      }),
    [store, text, setParams],
  )
}
