import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { Playback, Speed } from './playback.ts'

const shortest = 90
const longest = 1_200

/** How long an event is looked at before the next: as long as the run took, within bounds, so no idle hour is sat out. */
export function delayBefore(events: readonly RunEvent[], cursor: number, speed: Speed): number {
  const last = events[cursor - 1]
  const next = events[cursor]
  const gap = last && next ? next.at - last.at : 0
  return Math.max(shortest, Math.min(gap, longest)) / speed
}

/** Moves the cursor on while the playback plays, and stops at the end. Mount it once a playback. */
export function usePlaybackClock(playback: Playback): void {
  const playing = useStore(playback, (state) => state.playing)
  const cursor = useStore(playback, (state) => state.cursor)
  const speed = useStore(playback, (state) => state.speed)
  useEffect(() => {
    if (!playing) return
    const { events } = playback.getState()
    if (cursor >= events.length) {
      playback.getState().pause()
      return
    }
    const timer = setTimeout(
      () => playback.setState({ cursor: cursor + 1 }),
      delayBefore(events, cursor, speed),
    )
    return () => clearTimeout(timer)
  }, [playback, playing, cursor, speed])
}
