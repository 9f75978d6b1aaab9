import type { Property } from '../../../shared/graph/property.ts'
import type { EditorState } from '../store/editorState.ts'
import type { OpenViolation, ProofResult } from '../store/proveSlice.ts'

export const noProperties: readonly Property[] = []

/** `stale`: the loop, or what is stated of it, has changed since. */
export type ProofState = 'none' | 'stale' | 'holds' | 'broken' | 'open'

/** What is known of the loop as it stands now. */
export function proofState(state: EditorState): ProofState {
  const { proof } = state
  if (!proof) return 'none'
  if (!isOf(proof, state)) return 'stale'
  if (proof.report.violations.length > 0) return 'broken'
  return proof.report.properties.every(({ holds }) => holds === true) ? 'holds' : 'open'
}

function isOf(proof: ProofResult, { program, graph, policySet }: EditorState): boolean {
  const stated = JSON.stringify(graph.properties ?? noProperties)
  return (
    proof.program.version === program?.version &&
    proof.policySet?.digest === policySet?.digest &&
    JSON.stringify(proof.properties) === stated
  )
}

/** The violation that the canvas shows: only beside its controls, and only while the loop is the one that was proved. */
export function shownViolation({ openViolation, panes, program }: EditorState): OpenViolation | null {
  if (!openViolation || !panes.dock) return null
  return openViolation.program.version === program?.version ? openViolation : null
}
