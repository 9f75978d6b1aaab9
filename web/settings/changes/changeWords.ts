import type { Change, ChangedSide, ChangeKind } from '../../../shared/api/changes.ts'

/** What people call each kind of change. */
export const kindWords = {
  loop: 'Loops and versions',
  proposal: 'Proposals',
  baseline: 'Baselines',
  policies: 'Policies',
  host: 'Hosts',
  secret: 'Secrets',
  token: 'Tokens',
  member: 'Members',
  session: 'Sessions',
  delivery: 'Deliveries',
  callback: 'Callbacks',
  alert: 'Alerts',
  personal: 'Personal data',
  run: 'Runs',
  workspace: 'The workspace',
} as const satisfies Record<ChangeKind, string>

/** What was done, as a sentence begins: `loop.published` is “Loop published”. */
export function whatWords(what: string): string {
  const words = what.replace('.', ' ').replaceAll('-', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

export const sideWords = (side: ChangedSide) => ('value' in side ? side.value : `version ${side.number}`)

/** Where what changed can be seen; null where there is no such place. */
export function placeOf({ what, subject, from, to }: Change): { to: string; label: string } | null {
  const kind = what.split('.')[0]
  if (kind === 'loop' || kind === 'proposal') {
    if (what === 'loop.deleted') return null
    const [before, after] = [numberOf(from), numberOf(to)]
    const loop = `/loops/${encodeURIComponent(subject)}`
    if (before !== null && after !== null && before !== after)
      return { to: `${loop}?compare=${before}..${after}`, label: 'See the difference' }
    return after === null
      ? { to: loop, label: 'Open' }
      : { to: `${loop}?view=${after}`, label: 'See the version' }
  }
  if (kind === 'baseline') return { to: `/loops/${encodeURIComponent(subject)}/drift`, label: 'Open' }
  if (kind === 'alert') return { to: '/operations', label: 'Open' }
  if (kind === 'policies') return { to: '/settings/policies', label: 'Open' }
  if (kind === 'run' || kind === 'callback')
    return { to: `/runs/${encodeURIComponent(subject)}`, label: 'Open the run' }
  if (what === 'personal.revealed')
    return { to: `/runs/${encodeURIComponent(subject)}`, label: 'Open the run' }
  return null
}

/** A text whose digests are cut to what tells them apart. */
export const withShortDigests = (text: string) => text.replace(/(sha256:[0-9a-f]{8})[0-9a-f]{56}/g, '$1')

const numberOf = (side: ChangedSide | undefined) => (side && 'number' in side ? side.number : null)
