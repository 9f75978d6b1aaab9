import { type RefObject, useEffect } from 'react'
import { useEditor } from '../store/EditorContext.ts'

const control =
  'input:not([type="hidden"]), textarea, [contenteditable="true"], button[role="combobox"], button[role="switch"], button[role="checkbox"], button'
/** A code editor arrives with its own part of the bundle the first time. */
const patienceMs = 2000

/** Puts the focus on the field that was asked for, once it is there: on the field itself, else on what holds it. */
export function useFocusRequest(body: RefObject<HTMLElement | null>): void {
  const request = useEditor((state) => state.focusRequest)
  useEffect(() => {
    const root = body.current
    if (!request || !root) return
    const attempt = (): boolean => {
      const field = closestField(root, request.field)
      if (!field) return false
      openAround(field)
      const row = closedRow(root, request.field)
      if (row) {
        row.click()
        return false
      }
      const target = field.matches(control) ? field : field.querySelector<HTMLElement>(control)
      if (!target) return false
      target.focus()
      target.scrollIntoView({ block: 'nearest' })
      return field.dataset['field'] === request.field
    }
    if (attempt()) return
    const observer = new MutationObserver(() => {
      if (attempt()) stop()
    })
    observer.observe(root, { childList: true, subtree: true })
    const timer = setTimeout(() => stop(), patienceMs)
    const stop = () => {
      observer.disconnect()
      clearTimeout(timer)
    }
    // Somebody who has begun to type elsewhere is not interrupted.
    root.addEventListener('keydown', stop, { once: true })
    return () => {
      stop()
      root.removeEventListener('keydown', stop)
    }
  }, [request, body])
}

/** The field with that pointer, or the longest one that it lies in. */
function closestField(root: HTMLElement, pointer: string): HTMLElement | null {
  let best: HTMLElement | null = null
  for (const field of root.querySelectorAll<HTMLElement>('[data-field]')) {
    const own = field.dataset['field'] ?? ''
    const holds = own === pointer || pointer.startsWith(`${own}/`)
    if (holds && own.length > (best?.dataset['field']?.length ?? -1)) best = field
  }
  return best
}

function openAround(field: HTMLElement) {
  for (
    let section = field.closest('details');
    section;
    section = section.parentElement?.closest('details') ?? null
  ) {
    section.open = true
  }
}

/** The button that opens the rule which the pointer lies in, when that rule is closed. A rule's id and cells are in sight anyway. */
function closedRow(root: HTMLElement, pointer: string): HTMLElement | null {
  for (const row of root.querySelectorAll<HTMLElement>('[data-closed-row]')) {
    const own = `${row.dataset['closedRow'] ?? ''}/`
    if (!pointer.startsWith(own) || /^(id|cells)(\/|$)/.test(pointer.slice(own.length))) continue
    return row.previousElementSibling?.querySelector<HTMLElement>('[aria-expanded="false"]') ?? null
  }
  return null
}
