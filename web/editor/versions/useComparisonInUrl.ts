import { useEffect, useRef } from 'react'
import { useNavigationType, useSearchParams } from 'react-router'
import { comparisonText, parseComparison } from '../store/compareSlice.ts'
import { useEditorStore } from '../store/EditorContext.ts'

/**
 * Keeps what is compared in the address (`?compare=2..draft`), so that it can be linked to, reloaded and left with Back.
 * The address counts when the page opens and when the person goes back or forth; else it follows what is shown, and an
 * address that comes late, because the router took its time, changes nothing.
 */
export function useComparisonInUrl(): void {
  const store = useEditorStore()
  const [params, setParams] = useSearchParams()
  const navigation = useNavigationType()
  const opened = useRef(false)
  const text = params.get('compare')
  useEffect(() => {
    if (opened.current && navigation !== 'POP') return
    opened.current = true
    const { comparison, compare, endComparison } = store.getState()
    if (text === (comparison && comparisonText(comparison))) return
    const asked = parseComparison(text)
    if (asked) compare(asked.from, asked.to)
    else endComparison()
  }, [store, text, navigation])
  useEffect(
    () =>
      store.subscribe(({ comparison }, before) => {
        if (comparison === before.comparison) return
        setParams((was) => {
          const next = new URLSearchParams(was)
          if (comparison) next.set('compare', comparisonText(comparison))
          else next.delete('compare')
          return next
        })
      }),
    [store, setParams],
  )
}
