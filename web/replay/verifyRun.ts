import { digest } from '../../shared/audit/digest.ts'
import { type ChainVerdict, verifyChain } from '../../shared/audit/verifyChain.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { Json } from '../../shared/json.ts'

/** What was recomputed from the log and the program, and what came out. */
export type Verification = {
  chain: ChainVerdict
  /** The digest recomputed from the program's JSON; null when there is no program to look at. */
  programDigest: string | null
  /** The version that the program says it has. */
  programSays: string | null
  /** The version that the log's first event names. */
  logSays: string | null
  /** Whether all three are the same. */
  programMatches: boolean
}

/** Verifies a run's log and the program it followed, from their JSON alone. */
export function verifyRun(events: readonly RunEvent[], program: Program | null): Verification {
  const first = events[0]
  const logSays = first?.type === 'run.accepted' ? first.data.program : null
  const programSays = program?.version ?? null
  const programDigest = program === null ? null : digestOf(program)
  return {
    chain: verifyChain(events),
    programDigest,
    programSays,
    logSays,
    programMatches: programDigest !== null && programDigest === programSays && programDigest === logSays,
  }
}

function digestOf(program: Program): string {
  const { version: _, ...body } = program
  return digest(body as unknown as Json)
}
