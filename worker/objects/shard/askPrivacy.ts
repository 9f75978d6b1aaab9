import type { Revealed, RevealRequest, RunPersonal } from '../../../shared/api/privacy.ts'
import type { RunSummary } from '../../../shared/api/runs.ts'
import { type Answer, answer } from '../../http/problem.ts'
import type { SealState } from '../../security/vault.ts'
import type { Shard } from './openShard.ts'
import type { ErasedInShard } from './RunPrivacy.ts'
import { unknownRun } from './unknownRun.ts'

/** What a shard is asked about personal data, and what it answers. */
export type PrivacyAsks = {
  /** What is personal in a run, without telling it. */
  look: { ask: { run: string }; answer: Answer<RunPersonal> }
  /** Values of a run; that they are shown is on the disk before. */
  reveal: { ask: RevealRequest & { run: string; by: string }; answer: Answer<Revealed> }
  /** To forget every run that is about a person, or once it has ended. Again gives what is left; `since`, what was started since. */
  erase: { ask: { subject: string; since?: number }; answer: ErasedInShard }
  /** To forget a run, once it has ended, that was handed values by one that is to be forgotten. */
  inherit: { ask: { run: string }; answer: null }
  /** To bring a run back from the archive for a week. */
  restore: { ask: { run: string }; answer: Answer<RunSummary> }
  /** How the key that the runs' keys are wrapped by stands; null where no run has one. A shard that wakes wraps it anew. */
  key: { ask: null; answer: SealState | null }
  /** How many runs ended how, from a time up to and without another, in milliseconds since the epoch. */
  count: { ask: { from: number; to: number }; answer: Record<string, number> }
}

type Place = { shard: Shard | null; storage: DurableObjectStorage }

const handlers: {
  [K in keyof PrivacyAsks]: (place: Place, ask: PrivacyAsks[K]['ask']) => Promise<PrivacyAsks[K]['answer']>
} = {
  async look({ shard }, { run }) {
    return shard?.table.get(run) ? answer(shard.privacy.of(run)) : unknownRun
  },
  async reveal({ shard, storage }, { run, tokens, reason, by }) {
    if (!shard?.table.get(run)) return unknownRun
    const shown = shard.privacy.reveal(run, tokens, by, reason)
    await storage.sync()
    return answer(shown)
  },
  async erase({ shard, storage }, { subject, since }) {
    const erased = await shard?.privacy.erase(subject, since)
    await storage.sync()
    return erased ?? { runs: [], waiting: [], values: 0 }
  },
  async inherit({ shard, storage }, { run }) {
    if (shard?.table.get(run)) await shard.children.inherit(run)
    await storage.sync()
    return null
  },
  async restore({ shard, storage }, { run }) {
    const restored = await shard?.retention.restore(run)
    await storage.sync()
    return restored === undefined ? unknownRun : restored.ok ? answer(restored.value.summary) : restored
  },
  async key({ shard }) {
    return shard?.vault.keyState() ?? null
  },
  async count({ shard }, { from, to }) {
    return shard?.table.countOutcomes(from, to) ?? {}
  },
}

/** Answers what is asked about personal data. */
export function askPrivacy<K extends keyof PrivacyAsks>(
  place: Place,
  kind: K,
  ask: PrivacyAsks[K]['ask'],
): Promise<PrivacyAsks[K]['answer']> {
  return handlers[kind](place, ask)
}
