import type { Program } from '../compile/program.ts'
import { Proof, type ProofOptions } from './Proof.ts'
import type { ProofReport } from './proofReport.ts'

/** States looked at where nobody says otherwise. */
export const usualMostStates = 50_000

/** States between two looks at whether to go on. */
const stretch = 200

/**
 * Looks at everything that can happen to a run of a program, with the engine that runs in production, and says which properties hold.
 * Each violation comes with the log of a run that breaks the property, the shortest there is. Never throws; the same program gives the
 * same report.
 */
export function prove(
  program: Program,
  options: ProofOptions & { onProgress?: (states: number) => void; shouldStop?: () => boolean },
): ProofReport {
  const proof = new Proof(program, options)
  while (!proof.isDone) {
    proof.explore(stretch)
    options.onProgress?.(proof.states)
    if (options.shouldStop?.() === true) proof.stop()
  }
  return proof.report()
}
