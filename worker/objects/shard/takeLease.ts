import type { LeaseGrant } from '../ports.ts'
import type { Shard } from './openShard.ts'

/** Takes a lease that was granted to a run; false when there is no such run any more. */
export function takeLease(shard: Shard | null, run: string, grant: LeaseGrant): boolean {
  const live = shard?.live.get(run)
  if (!shard || !live) return false
  shard.effects.forget(run, grant.effect)
  // The lease’s object may know its resource by another name, which tells nothing personal.
  const owed = live.owed.find((effect) => effect.kind === 'acquire-lease' && effect.id === grant.effect)
  const resource = owed?.kind === 'acquire-lease' ? owed.resource : grant.resource
  shard.turns.take(live, { type: 'grant-lease', ...grant, resource })
  shard.effects.owe(live)
  return true
}
