import { type RefObject, useEffect } from 'react'
import { ownsKeys } from '../ui/ownsKeys.ts'

const steps: Partial<Record<string, 1 | -1>> = { j: 1, k: -1 }

/** In a list of runs `j` and `k` go to the next row and back, `x` chooses the row with the focus, and `c` compares two that are chosen. */
export function useRunKeys(table: RefObject<HTMLTableElement | null>, onCompare: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(ownsKeys)) return
      const rows = [...(table.current?.querySelectorAll<HTMLElement>('tbody tr') ?? [])]
      const place = rows.findIndex((row) => row.contains(document.activeElement))
      const step = steps[event.key]
      if (step !== undefined) rows[place + step]?.querySelector('a')?.focus()
      else if (event.key === 'x') rows[place]?.querySelector<HTMLElement>('[role="checkbox"]')?.click()
      else if (event.key === 'c') onCompare()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [table, onCompare])
}
