import type { Json } from '../json.ts'
import { type Digest, digest } from './digest.ts'
import type { ChainHead } from './seal.ts'
import { type ChainVerdict, verifyChain } from './verifyChain.ts'

/** What the first entry of every change log has for `prev`. */
export const changesGenesis: Digest = `sha256:${'0'.repeat(64)}`

/** The hash that an entry of the change log must carry: over everything in it but the hash itself. */
export const changeHash = (entry: { readonly [key: string]: Json }): Digest => digest(entry)

/**
 * Verifies a workspace's change log, whole and from its first entry on: no gap, each entry chained to the one before, each hash right. As
 * with runs, entries that were cut off the end are only seen beside a head that was kept elsewhere. Total over any input.
 */
export const verifyChanges = (changes: readonly unknown[]): ChainVerdict =>
  verifyChain(changes, { after: { seq: 0, hash: changesGenesis } })

/** Whether a log still holds what its head was once: false when it was cut or rewritten since. */
export function stillHolds(
  changes: readonly { seq: number; hash: string }[],
  { seq, hash }: ChainHead,
): boolean {
  return seq === 0 || changes[seq - 1]?.hash === hash
}
