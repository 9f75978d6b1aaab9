import type { EditorStore } from '../store/createEditorStore.ts'

/**
 * Tells the other tabs of this browser when the draft was saved here, and looks at the server when they say so or when
 * this tab is looked at again. Gives what ends it.
 */
export function watchOtherTabs(loop: string, store: EditorStore, look: () => void): () => void {
  const channel = new BroadcastChannel(`pavane.draft.${loop}`)
  channel.addEventListener('message', look)
  const stop = store.subscribe((state, before) => {
    if (state.revision > before.revision) channel.postMessage(state.revision)
  })
  const onVisible = () => {
    if (document.visibilityState === 'visible') look()
  }
  document.addEventListener('visibilitychange', onVisible)
  return () => {
    stop()
    document.removeEventListener('visibilitychange', onVisible)
    channel.close()
  }
}
