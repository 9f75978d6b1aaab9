import type { Rollout, VersionSummary } from '../../../../shared/api/loops.ts'

/** A share of 1 as people read it. */
export const percent = (share: number) => `${Math.round(share * 1000) / 10}%`

/** Which version gets how many of the calls. */
export function rolloutWords({ stable, canary }: Rollout, versions: readonly VersionSummary[]): string {
  const name = (digest: string) => {
    const known = versions.find(({ version }) => version === digest)
    return known ? `version ${known.number}` : 'the new version'
  }
  if (stable === null) return 'No version takes calls'
  if (canary === null) return `All calls go to ${name(stable)}`
  return `${percent(1 - canary.weight)} of calls go to ${name(stable)}, ${percent(canary.weight)} to ${name(canary.version)}`
}
