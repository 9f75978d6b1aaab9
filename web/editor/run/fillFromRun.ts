import { caseOfRun, type LeftOut } from '../../../shared/cases/caseOf.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { mayHoldToken } from '../../../shared/privacy/token.ts'
import { typedMock } from '../model/typedMock.ts'
import type { EditorState } from '../store/editorState.ts'

/** What of a recorded run Try is filled with: its input, or also what everything outside answered and people decided. */
export type FillWith = 'input' | 'answers'

/** What a trial that was filled from a run lacks. `personal`: the log holds tokens in place of personal data, and so does Try now. */
export type NotFilled = LeftOut | 'personal'

/**
 * Fills Try from a recorded run. Answers are pinned, so that a trial of the version that ran goes as the run went. What has no place in a
 * trial is given back; null where the log has no beginning.
 */
export function fillFromRun(
  state: EditorState,
  program: Program,
  events: readonly RunEvent[],
  fill: FillWith,
): readonly NotFilled[] | null {
  const made = caseOfRun({ id: 'run', title: 'Run' }, program, events)
  if (!made) return null
  const { input, mocks, decisions } = made.case
  state.setTryInput(JSON.stringify(input, null, 2))
  state.setTriedTest(null)
  const personal = (value: unknown) => (mayHoldToken(JSON.stringify(value)) ? ['personal' as const] : [])
  if (fill === 'input') return personal(input)
  state.clearMocks()
  for (const [key, mock] of Object.entries(mocks)) state.setMock(key, { ...typedMock(mock), pinned: true })
  state.setDecision(decisions ?? 'grant')
  // A trial has no headers of its own, and expects nothing.
  return [...personal([input, mocks]), ...made.leftOut.filter((what) => what !== 'body')]
}
