import { useEffect, useState } from 'react'

const typing = 'input, textarea, select, button, a, [contenteditable="true"]'

/**
 * Whether Space is held down, which pans. React Flow's own watch takes a key for held that was let go under another name, as `?` is
 * when Shift goes up first, and then hears no Space.
 */
export function useSpaceHeld(): boolean {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || event.repeat) return
      if (event.target instanceof Element && event.target.closest(typing)) return
      setHeld(true)
    }
    const up = (event: KeyboardEvent) => {
      if (event.code === 'Space') setHeld(false)
    }
    const leave = () => setHeld(false)
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', leave)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', leave)
    }
  }, [])
  return held
}
