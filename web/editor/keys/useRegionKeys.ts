import { type RefObject, useEffect } from 'react'

const focusable =
  'a[href], button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), textarea, select, [contenteditable="true"], [tabindex="0"]'

/** F6 and Shift+F6 go from one part of the editor to the next: header, outline, canvas, dock, inspector. */
export function useRegionKeys(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || !root.current) return
      event.preventDefault()
      const regions = [...root.current.querySelectorAll<HTMLElement>('[data-region]')].filter(
        (region) => !region.closest('[inert]'),
      )
      const here = regions.findIndex((region) => region.contains(document.activeElement))
      const by = event.shiftKey ? -1 : 1
      const next = regions[(here + by + regions.length) % regions.length]
      if (!next) return
      const target = next.tabIndex >= 0 ? next : next.querySelector<HTMLElement>(focusable)
      target?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [root])
}
