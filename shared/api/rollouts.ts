import type { Rollout } from './loops.ts'

/** Whether calls are shared the same way. */
export const isSameRollout = (one: Rollout, other: Rollout): boolean =>
  one.stable === other.stable &&
  one.canary?.version === other.canary?.version &&
  one.canary?.weight === other.canary?.weight
