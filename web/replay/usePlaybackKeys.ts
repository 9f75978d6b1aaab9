import { useEffect } from 'react'
import { ownsKeys } from '../ui/ownsKeys.ts'
import type { Playback } from './playback.ts'

const ownsSpace = 'button, a[href], summary, [role="tab"]'

/** Space plays and pauses, arrows move an event, Shift and arrows an iteration, Home and End go to the ends. */
export function usePlaybackKeys(playback: Playback): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(ownsKeys)) return
      if (event.key === ' ' && target?.closest(ownsSpace)) return
      if (target?.closest('[role="tablist"], .react-flow') && event.key.startsWith('Arrow')) return
      if (!act(playback, event)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [playback])
}

function act(playback: Playback, event: KeyboardEvent): boolean {
  const state = playback.getState()
  const step = event.shiftKey ? state.stepIteration : state.step
  switch (event.key) {
    case ' ':
      if (state.playing) state.pause()
      else state.play()
      return true
    case 'ArrowLeft':
      step(-1)
      return true
    case 'ArrowRight':
      step(1)
      return true
    case 'Home':
      state.seek(0)
      return true
    case 'End':
      state.seek(state.events.length)
      return true
    default:
      return false
  }
}
