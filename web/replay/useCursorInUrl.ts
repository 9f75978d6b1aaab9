import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import type { Playback } from './playback.ts'

const restMs = 250

/**
 * Keeps the cursor in the address as `at`, so that a link shows the very moment; without it the page is at the end. It is
 * written once the cursor rests, since browsers refuse an address that changes with every frame.
 */
export function useCursorInUrl(playback: Playback, ready: boolean): void {
  const [search, setSearch] = useSearchParams()
  const wanted = useRef(search.get('at'))

  useEffect(() => {
    if (!ready) return
    const at = Number.parseInt(wanted.current ?? '', 10)
    if (Number.isInteger(at)) playback.getState().seek(at)
    else playback.getState().follow()
  }, [playback, ready])

  useEffect(() => {
    if (!ready) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = playback.subscribe((state, before) => {
      if (state.cursor === before.cursor && state.following === before.following) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        const { cursor, events, following } = playback.getState()
        setSearch(
          (current) => {
            const next = new URLSearchParams(current)
            if (following || cursor === events.length) next.delete('at')
            else next.set('at', String(cursor))
            return next
          },
          { replace: true, preventScrollReset: true },
        )
      }, restMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [playback, ready, setSearch])
}
