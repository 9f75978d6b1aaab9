import type { ChangeControl } from '../../../shared/api/changeControl.ts'

/** What change control asks, a sentence for all loops, for each with a rule of its own, and for the time that a proposal waits. */
export const controlWords = (control: ChangeControl): string[] => [
  words('Every loop', control),
  ...control.loops.map((each) => words(each.loop, each)),
  `A proposal expires after ${control.expiresAfterHours} hours.`,
]

function words(what: string, { publish, rollout }: { publish: boolean; rollout: boolean }): string {
  const asked = [...(publish ? ['new versions'] : []), ...(rollout ? ['rollouts'] : [])]
  return `${what}: ${asked.length === 0 ? 'nobody else is asked' : `a second person approves ${asked.join(' and ')}`}.`
}
