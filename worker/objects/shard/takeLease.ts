import type { LeaseGrant } from '../ports.ts'
import type { Shard } from './openShard.ts'

/** Takes a lease that was granted to a run; false when there is no such run any more. */
export function takeLease(shard: Shard | null, run: string, grant: LeaseGrant): boolean {
  const live = shard?.live.get(run)
  if (!shard || !live) return false
  // The lease’s object may know its resource, and who asked for it, by other names, which tell nothing personal.
  const owed = live.owed
    .filter((effect) => effect.kind === 'acquire-lease')
    .find(({ id }) => id === grant.effect || shard.leaseName(live, id) === grant.effect)
  const { id: effect, resource } = owed ?? { id: grant.effect, resource: grant.resource }
  shard.effects.forget(run, effect)
  shard.turns.take(live, { type: 'grant-lease', ...grant, effect, resource })
  shard.effects.owe(live)
  return true
}
