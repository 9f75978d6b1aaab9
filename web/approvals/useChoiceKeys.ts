import { type RefObject, useEffect } from 'react'
import { ownsKeys } from '../ui/ownsKeys.ts'

const steps: Partial<Record<string, 1 | -1>> = { j: 1, k: -1 }

/** `j` chooses the next row of a list, `k` the one before; the focus goes along. */
export function useChoiceKeys(list: RefObject<HTMLUListElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const step = steps[event.key]
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(ownsKeys)) return
      const rows = [...(list.current?.querySelectorAll('button') ?? [])]
      const row = rows[rows.findIndex((each) => each.getAttribute('aria-current') === 'true') + step]
      if (!row) return
      event.preventDefault()
      row.focus()
      row.click()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [list])
}
