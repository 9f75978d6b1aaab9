import type { Program } from '../../../shared/compile/program.ts'
import type { Property } from '../../../shared/graph/property.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import type { ProofReport, Violation } from '../../../shared/prove/proofReport.ts'
import type { Playback } from '../../replay/playback.ts'
import type { Slice } from './editorState.ts'

/** What was proved, of exactly that program, those properties and those policies of the workspace. */
export type ProofResult = {
  program: Program
  properties: readonly Property[]
  policySet: PolicySet | null
  report: ProofReport
}

/** A violation that is looked at, with its run to play. */
export type OpenViolation = { violation: Violation; program: Program; playback: Playback }

export type ProveSlice = {
  proof: ProofResult | null
  proving: { type: 'idle' } | { type: 'running'; states: number } | { type: 'failed'; message: string }
  openViolation: OpenViolation | null
  setProof: (proof: ProofResult) => void
  setProving: (proving: ProveSlice['proving']) => void
  setOpenViolation: (open: OpenViolation | null) => void
}

export const createProveSlice: Slice<ProveSlice> = (set) => ({
  proof: null,
  proving: { type: 'idle' },
  openViolation: null,
  setProof: (proof) => set({ proof, openViolation: null }),
  setProving: (proving) => set({ proving }),
  setOpenViolation: (openViolation) => set({ openViolation }),
})
