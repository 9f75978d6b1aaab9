import { z } from 'zod'
import type { EditorStore } from '../store/createEditorStore.ts'

/** What the tabs of one browser that have one draft open tell each other. */
const Message = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('saved') }),
  /** A tab has it open; with `asks`, who else has? */
  z.strictObject({ type: z.literal('open'), tab: z.string(), asks: z.boolean() }),
  z.strictObject({ type: z.literal('shut'), tab: z.string() }),
])
type Message = z.infer<typeof Message>

type Watching = {
  /** Names the draft. */
  loop: string
  /** Names this tab. */
  tab: string
  store: EditorStore
  /** Looks at the server whether the draft was saved elsewhere. */
  look: () => void
}

/** Somebody at another desk tells nobody here, so that the server is asked now and then while the tab is looked at. */
const lookMs = 30_000

/**
 * Knows of the other tabs of this browser that have the draft open, tells them when it was saved here, and looks at the server when they
 * say so, when this tab is looked at again, and now and then. Gives what ends it.
 */
export function watchOtherTabs({ loop, tab, store, look }: Watching): () => void {
  const channel = new BroadcastChannel(`pavane.draft.${loop}`)
  const say = (message: Message) => channel.postMessage(message)
  const others = new Set<string>()
  const count = () => store.getState().setOpenElsewhere(others.size)
  const ask = () => {
    // A tab that ended without a word does not answer.
    others.clear()
    count()
    say({ type: 'open', tab, asks: true })
  }
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const read = Message.safeParse(data)
    if (!read.success || read.data.type === 'saved') return look()
    const message = read.data
    if (message.type === 'shut') others.delete(message.tab)
    else others.add(message.tab)
    count()
    if (message.type === 'open' && message.asks) say({ type: 'open', tab, asks: false })
  })
  const stop = store.subscribe((state, before) => {
    if (state.revision > before.revision) say({ type: 'saved' })
  })
  const visible = () => document.visibilityState === 'visible'
  const onVisible = () => {
    if (!visible()) return
    ask()
    look()
  }
  const leave = () => say({ type: 'shut', tab })
  document.addEventListener('visibilitychange', onVisible)
  window.addEventListener('pagehide', leave)
  const timer = setInterval(() => {
    if (visible()) look()
  }, lookMs)
  ask()
  return () => {
    stop()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', onVisible)
    window.removeEventListener('pagehide', leave)
    leave()
    channel.close()
  }
}
