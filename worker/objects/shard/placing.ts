import type { Env } from '../../env.ts'
import type { TimedSignature } from '../../security/verifyCaller.ts'
import { formerShards, shardForKey } from '../placement.ts'
import { type Routing, type SignatureTaker, shardOf } from '../ports.ts'
import type { DedupeKey } from './dedupeKey.ts'
import type { Shard } from './openShard.ts'

/**
 * Whether a call is this shard's to take, by that revision of the rollout; if not, whose it is, where that is known. `newer` is the
 * revision that another shard knows already.
 */
export type Place =
  | { at: 'here'; revision: number }
  | { at: 'elsewhere'; shard: number | null; newer?: number }

/** What tells which call it is: its key, and what its caller signed together with a time. */
export type Sameness = { key: DedupeKey | null; signed: TimedSignature | null }

type Here = { loop: string; number: number }

const elsewhere = { at: 'elsewhere', shard: null } as const

/** Finds out where a call belongs: by its signature, where it came before, else by its key. */
export async function placeOf(env: Env, shard: Shard, here: Here, { key, signed }: Sameness): Promise<Place> {
  const { placement, revision } = shard.deployed
  if (signed && shard.signatures.find(signed)?.run) return { at: 'here', revision }
  const byKey = await placeOfKey(env, shard, here, key)
  const isAlone = placement.shards === 1 && placement.former.length === 0
  return signed === null || isAlone ? byKey : placeOfSigned(env, shard, here, signed, byKey)
}

/**
 * A key that this shard has not seen may have its run in a shard that it belonged to under an earlier number; those are asked, and each
 * takes over the newer number before it answers, so that none of them can start a run for the key after it said that it has none.
 */
async function placeOfKey(
  env: Env,
  { deployed, dedupe }: Shard,
  { loop, number }: Here,
  key: DedupeKey | null,
): Promise<Place> {
  const { placement, revision } = deployed
  const here = { at: 'here', revision } as const
  if (key === null) return number < placement.shards ? here : elsewhere
  if (dedupe.find(key.key)) return here
  if (shardForKey(key.key, placement.shards) !== number) return elsewhere
  for (const former of formerShards(key.key, placement))
    if (await shardOf(env, loop, former).hasKey(key.key, revision)) return { at: 'elsewhere', shard: former }
  return here
}

/**
 * The same signed call may come under other keys, and so to other shards. One of them, chosen by what was signed, keeps which shard the
 * first was left to; under earlier numbers it was another, which is asked first.
 */
async function placeOfSigned(
  env: Env,
  shard: Shard,
  { loop, number }: Here,
  signed: TimedSignature,
  byKey: Place,
): Promise<Place> {
  const { placement, revision } = shard.deployed
  const ask = (keeper: number, to: number | null) =>
    keeper === number
      ? { at: shard.signatures.find(signed)?.shard ?? to, revision }
      : shardOf(env, loop, keeper).takerOf(signed, to, revision)
  const candidate = byKey.at === 'here' ? number : null
  const keepers = [...formerShards(signed.mark, placement), shardForKey(signed.mark, placement.shards)]
  for (const [place, keeper] of keepers.entries()) {
    const isLast = place === keepers.length - 1
    const taker: SignatureTaker = await ask(keeper, isLast ? candidate : null)
    if (taker.revision > revision) return { ...elsewhere, newer: taker.revision }
    if (taker.at === number) return { at: 'here', revision }
    if (taker.at !== null) return { at: 'elsewhere', shard: taker.at }
  }
  return byKey
}

/** Says which shard a signed call was left to, and leaves it to `to` where it was left to none; nothing is left to one that knows less. */
export function takerOf(
  { deployed, signatures }: Shard,
  signed: TimedSignature,
  to: number | null,
  revision: number,
): SignatureTaker {
  const known = signatures.find(signed)?.shard ?? null
  const leaves = known === null && to !== null && deployed.revision <= revision
  return { at: leaves ? signatures.leaveTo(signed, to) : known, revision: deployed.revision }
}

/** What a shard knows by itself. */
export type Known = {
  deployed: Pick<Shard['deployed'], 'revision'>
  dedupe: Pick<Shard['dedupe'], 'find'>
  signatures: Pick<Shard['signatures'], 'find'>
}

/** Whether what was found out still holds: to be asked in the turn that takes the call, with no await in between. */
export function holds(
  { deployed, dedupe, signatures }: Known,
  place: Extract<Place, { at: 'here' }>,
  number: number,
  { key, signed }: Sameness,
): boolean {
  const taken = signed && signatures.find(signed)
  if (taken) {
    if (taken.shard !== number) return false
    if (taken.run !== null) return true
  }
  if (deployed.revision === place.revision) return true
  return key === null ? signed === null : dedupe.find(key.key) !== undefined
}

/** What a caller should know by now; null when it knows. */
export function routingFor({ deployed }: Shard, revision: number): Routing | null {
  if (deployed.revision === revision) return null
  const stable = deployed.stable()
  return {
    revision: deployed.revision,
    shards: deployed.placement.shards,
    dedupe: stable?.program.trigger.dedupe ?? null,
  }
}
