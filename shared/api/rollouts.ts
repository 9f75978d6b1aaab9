import type { Rollout } from './loops.ts'

/** What a rollout says, as its entity tag (RFC 9110, section 8.8.3): two that share calls the same way have the same one. */
export function rolloutTag({ stable, canary }: Rollout): string {
  return `"${stable ?? 'none'}${canary ? `+${canary.version}@${canary.weight}` : ''}"`
}
