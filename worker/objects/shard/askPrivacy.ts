import type { Revealed, RevealRequest, RunPersonal } from '../../../shared/api/privacy.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { Shard } from './openShard.ts'
import type { ErasedInShard } from './RunPrivacy.ts'

const unknownRun = refuse('run-not-found', 'There is no run of that id.')

/** What is personal in a run, without telling it. */
export function personalIn(shard: Shard | null, run: string): Answer<RunPersonal> {
  return shard?.table.get(run) ? answer(shard.privacy.of(run)) : unknownRun
}

/** Values of a run, once it is on the disk that they are shown. */
export async function revealedIn(
  shard: Shard | null,
  storage: DurableObjectStorage,
  run: string,
  { tokens, reason }: RevealRequest,
  by: string,
): Promise<Answer<Revealed>> {
  if (!shard?.table.get(run)) return unknownRun
  const shown = shard.privacy.reveal(run, tokens, by, reason)
  await storage.sync()
  return answer(shown)
}

/** Forgets a person; what is told is on the disk. */
export async function erasedIn(
  shard: Shard | null,
  storage: DurableObjectStorage,
  subject: string,
): Promise<ErasedInShard> {
  const erased = await shard?.privacy.erase(subject)
  await storage.sync()
  return erased ?? { runs: [], waiting: [], values: 0 }
}
