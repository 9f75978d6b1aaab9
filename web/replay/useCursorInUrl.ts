import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { Playback } from './playback.ts'

const restMs = 250

/**
 * Keeps the cursor in the address as `at`, so that a link shows the very moment; without it the page is at the end. A link may also
 * name a plan, by its number in the run, as `plan`. It is
 * written once the cursor rests, since browsers refuse an address that changes with every frame.
 */
export function useCursorInUrl(playback: Playback, ready: boolean): void {
  const [search, setSearch] = useSearchParams()
  const wanted = useRef({ at: search.get('at'), plan: search.get('plan') })

  useEffect(() => {
    if (!ready) return
    const at = Number.parseInt(wanted.current.at ?? '', 10)
    const planned = placeOfPlan(playback.getState().events, wanted.current.plan)
    if (Number.isInteger(at)) playback.getState().seek(at)
    else if (planned !== null) playback.getState().seek(planned)
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
            next.delete('plan')
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

/** Where the plan with that number was proposed; null when no such plan is in the log. */
function placeOfPlan(events: readonly RunEvent[], version: string | null): number | null {
  if (version === null) return null
  const place = events.findIndex(
    (event) => event.type === 'plan.proposed' && String(event.data.plan.version) === version,
  )
  return place < 0 ? null : place + 1
}
