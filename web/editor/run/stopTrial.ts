import type { EditorState } from '../store/editorState.ts'

/** Ends what is under way; what has happened stays to be played. */
export function stopTrial(state: EditorState): void {
  const { session, tryStatus } = state
  if (!session) return
  session.close()
  state.setSession(null)
  if (tryStatus.type === 'running') state.setTryStatus({ type: 'idle' })
}
