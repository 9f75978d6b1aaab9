import { z } from 'zod'
import type { EditorStore } from '../store/createEditorStore.ts'
import type { EditorState } from '../store/editorState.ts'

const text = z.string()
const Answer = z.discriminatedUnion('answers', [
  z.object({ answers: z.literal('sample') }),
  z.object({ answers: z.literal('value'), text }),
  z.object({ answers: z.literal('failure'), status: z.int(), times: z.int().nullable() }),
  z.object({ answers: z.literal('nothing') }),
  z.object({ answers: z.literal('series'), text }),
])
const Kept = z.object({
  tryInput: text.nullable(),
  mocks: z.record(
    text,
    z.object({
      mock: Answer,
      delayMs: z.int().min(0),
      probe: text.exactOptional(),
      pinned: z.literal(true).exactOptional(),
    }),
  ),
  decision: z.enum(['grant', 'deny', 'none']),
  sendsBack: text.nullable(),
  breakpoints: z.object({ nodes: z.array(text), edges: z.array(text) }),
  watches: z.array(text),
})
type Kept = z.infer<typeof Kept>

/** What Try is set to: it is no part of the graph, and kept apart from it. */
function settingsOf(state: EditorState): Pick<EditorState, keyof Kept> {
  const { tryInput, mocks, decision, sendsBack, breakpoints, watches } = state
  return { tryInput, mocks, decision, sendsBack, breakpoints, watches }
}

const waitMs = 300

/**
 * What Try is set to, kept for the tab's own time: a reload loses nothing of it, and pinned values of real runs go with the tab. A storage
 * that is full keeps nothing.
 */
export function createTryMemory(loop: string, storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const key = `pavane.try.${loop}`
  const read = (): Kept | null => {
    const stored = storage.getItem(key)
    if (stored === null) return null
    try {
      const kept = Kept.safeParse(JSON.parse(stored))
      return kept.success ? kept.data : null
    } catch (error) {
      if (error instanceof SyntaxError) return null
      throw error
    }
  }
  const keep = (state: EditorState): void => {
    try {
      storage.setItem(key, JSON.stringify(settingsOf(state)))
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
    }
  }
  return {
    /** Sets Try to what was kept. */
    restore: (store: EditorStore): void => {
      const kept = read()
      if (kept) store.setState(kept)
    },
    /** Keeps what Try is set to, a moment after each change and when the page goes; gives what ends that. */
    watch: (store: EditorStore): (() => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const keepNow = () => {
        clearTimeout(timer)
        if (timer !== undefined) keep(store.getState())
        timer = undefined
      }
      const stop = store.subscribe((state, before) => {
        const [now, then] = [settingsOf(state), settingsOf(before)]
        const isSame = Kept.keyof().options.every((name) => now[name] === then[name])
        if (!isSame) timer ??= setTimeout(keepNow, waitMs)
      })
      window.addEventListener('pagehide', keepNow)
      return () => {
        stop()
        window.removeEventListener('pagehide', keepNow)
        keepNow()
      }
    },
  }
}
