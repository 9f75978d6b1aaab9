import type { Fix } from '../../../shared/compile/diagnostic.ts'
import { applyPatch } from '../model/jsonPatch.ts'
import { readGraph } from '../model/readGraph.ts'
import type { EditorState } from '../store/editorState.ts'

/** Carries a fix out as one undo step. One that no longer fits the graph changes nothing and says so. */
export function applyFix(state: EditorState, fix: Fix): void {
  const patched = applyPatch(state.graph, fix.patch)
  const read = patched.ok ? readGraph(patched.value) : null
  if (!read?.ok) {
    state.announce(
      patched.ok ? 'The fix no longer fits the loop' : `The fix no longer fits: ${patched.reason}`,
    )
    return
  }
  state.edit(`Fixed: ${fix.title}`, () => read.graph)
}
