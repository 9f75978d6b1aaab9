import { withPositions } from '../model/withPositions.ts'
import { draftSide, versionSide } from '../store/compareSlice.ts'
import type { EditorState } from '../store/editorState.ts'
import type { Command } from './command.ts'

/** The version that a comparison offers to bring back: the earlier side first. */
function comparedVersion({ comparison }: EditorState): number | null {
  if (!comparison) return null
  const side = [comparison.from, comparison.to].find((each) => each.type === 'version')
  return side?.type === 'version' ? side.number : null
}

/** Puts a published version into the draft, as one edit that can be undone. Names and places come along. */
export async function restore(state: EditorState, number: number): Promise<void> {
  const graph = await state.services.loadVersion(number)
  state.edit(`Restored version ${number}`, ({ name }) => ({ ...withPositions(graph), name }), { whole: true })
  state.endComparison()
  state.canvas?.fit()
  state.canvas?.focus()
}

/** Brings the compared version back into the draft. */
export const restoreVersion: Command = {
  id: 'restore-version',
  title: 'Restore the compared version',
  group: 'Loop',
  keys: [],
  scope: 'always',
  enabled: (state) => comparedVersion(state) !== null,
  perform: async (state) => {
    const number = comparedVersion(state)
    if (number !== null) await restore(state, number)
  },
}

/** Draws the draft over what is live. */
export const compareWithPublished: Command = {
  id: 'compare-published',
  title: 'Compare the draft with the published version',
  group: 'Loop',
  keys: ['Mod+Shift+D'],
  scope: 'always',
  enabled: (state) => state.published !== null,
  perform: (state) => {
    if (state.published) state.compare(versionSide(state.published.number), draftSide)
  },
}

/** Goes back from a comparison to the draft. */
export const endComparison: Command = {
  id: 'end-comparison',
  title: 'Leave the comparison',
  group: 'Loop',
  keys: [],
  scope: 'always',
  enabled: (state) => state.comparison !== null,
  perform: (state) => state.endComparison(),
}

/** Asks for the name of a new loop that starts as this draft, or as the version that is compared. */
export const branchLoop: Command = {
  id: 'branch',
  title: 'Branch a new loop…',
  group: 'Loop',
  keys: [],
  scope: 'always',
  enabled: () => true,
  perform: (state) => {
    const number = comparedVersion(state)
    state.setBranching(number === null ? draftSide : versionSide(number))
  },
}
