import { createStore } from 'zustand/vanilla'
import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { RunState } from '../../shared/engine/state.ts'
import { createFoldCache } from './foldCache.ts'
import { addMarks, type JumpTarget, type Marks, nextMark, noMarks } from './jumpTargets.ts'

export const speeds = [0.5, 1, 2, 4, 8] as const
export type Speed = (typeof speeds)[number]

export type PlaybackState = {
  program: Program | null
  /** The log, without gaps, from the first event. */
  events: readonly RunEvent[]
  /** How many events have happened: 0 is before the first, and the last of them is the one that is looked at. */
  cursor: number
  playing: boolean
  speed: Speed
  /** Sticks to the end while events come in. */
  following: boolean
  marks: Marks
  /** Takes events in; ones that are there already are passed over. Returns false when one is missing in between. */
  append: (events: readonly RunEvent[]) => boolean
  seek: (cursor: number) => void
  step: (by: 1 | -1) => void
  stepIteration: (by: 1 | -1) => void
  /** To the next or previous moment of that kind; stays where it is when there is none. */
  jump: (target: JumpTarget, direction: 1 | -1) => void
  follow: () => void
  play: () => void
  pause: () => void
  setSpeed: (speed: Speed) => void
  /** The state after that many events, folded by the engine's own `evolve`. */
  stateAt: (cursor: number) => RunState
}

export type Playback = ReturnType<typeof createPlayback>

/** The playback of one run: where in its log one looks, and what the state was there. It fetches nothing. */
export function createPlayback({
  program = null,
  events = [],
}: {
  program?: Program | null
  events?: readonly RunEvent[]
} = {}) {
  const fold = createFoldCache()
  const store = createStore<PlaybackState>()((set, get) => {
    /** Moves by hand: it ends playing and following. */
    const moveTo = (cursor: number) =>
      set({ cursor: clamp(cursor, get().events.length), playing: false, following: false })
    return {
      program,
      events: [],
      cursor: 0,
      playing: false,
      speed: 1,
      following: false,
      marks: noMarks,
      append: (incoming) => {
        const { events: known, marks, following, cursor } = get()
        const fresh = incoming.filter((event) => event.seq > known.length)
        if (fresh.some((event, index) => event.seq !== known.length + index + 1)) return false
        if (fresh.length === 0) return true
        set({
          events: [...known, ...fresh],
          marks: addMarks(marks, fresh, known.length),
          cursor: following ? known.length + fresh.length : cursor,
        })
        return true
      },
      seek: moveTo,
      step: (by) => moveTo(get().cursor + by),
      stepIteration: (by) => {
        const { marks, cursor, events: known } = get()
        moveTo(nextMark(marks.iteration, cursor, by) ?? (by === 1 ? known.length : 0))
      },
      jump: (target, direction) => {
        const { marks, cursor } = get()
        moveTo(nextMark(marks[target], cursor, direction) ?? cursor)
      },
      follow: () => set({ following: true, playing: false, cursor: get().events.length }),
      play: () => {
        const { cursor, events: known } = get()
        set({ playing: true, following: false, cursor: cursor >= known.length ? 0 : cursor })
      },
      pause: () => set({ playing: false, following: false }),
      setSpeed: (speed) => set({ speed }),
      stateAt: (cursor) => fold(get().events, cursor),
    }
  })
  store.getState().append(events)
  return store
}

function clamp(cursor: number, length: number): number {
  return Number.isFinite(cursor) ? Math.max(0, Math.min(Math.round(cursor), length)) : 0
}
